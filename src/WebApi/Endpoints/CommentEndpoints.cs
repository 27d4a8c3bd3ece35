using Mediator;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RealTimeForum.Application.Chats;
using RealTimeForum.Application.Comments;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.WebApi.Http;

namespace RealTimeForum.WebApi.Endpoints;

internal static class CommentEndpoints
{
    public static void MapComments(this IEndpointRouteBuilder app)
    {
        var anyone = app.MapGroup("/api").WithTags("Comments").RequireAct(Act.ReadForum).ProducesProblem(404);
        anyone.MapGet("/posts/{postId:guid}/comments", List).WithSummary("A post's comments, oldest first, replies among them, or those around one of them; ETag and If-None-Match").Produces<Page<CommentView>>().Produces(304).ProducesProblem(400);
        anyone.MapGet("/comments/{id:guid}", Get).WithSummary("A comment; ETag and If-None-Match").Produces(304);
        anyone.MapGet("/comments/{id:guid}/history", History).WithSummary("What it said before each edit, the latest first").ProducesProblem(400);

        var mine = app.MapGroup("/api").WithTags("Comments").RequireAct(Act.WriteForum).ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        mine.MapPost("/posts/{postId:guid}/comments", Create).WithSummary("Comment on a post or answer a comment of it; takes an Idempotency-Key")
            .WithDescription("Content (Markdown) 1–10 000 UTF-16 units.");

        var one = mine.MapGroup("/comments/{id:guid}");
        one.MapPatch("", Edit).WithSummary("Edit a comment; If-Match").WithDescription("Content (Markdown) 1–10 000 UTF-16 units.").ProducesProblem(412);
        one.MapDelete("", Delete).WithSummary("Hide a comment; where there are replies, its place stays; If-Match").ProducesProblem(412);
        one.MapPost("/restore", Restore).WithSummary("Show a deleted comment again: its author where they deleted it, or a moderator; If-Match").ProducesProblem(412);
        one.MapPut("/reactions/{emoji}", React).WithSummary("Put my emoji on a comment");
        one.MapDelete("/reactions/{emoji}", TakeBack).WithSummary("Take my emoji off a comment");
    }

    private static async Task<IResult> List(
        Guid postId, string? cursor, Guid? around, HttpContext http, ReadyAnswers ready, Reactors reactors, CancellationToken ct, int limit = Page.DefaultLimit)
    {
        var query = new ListComments(PostId.From(postId), limit, cursor, around is { } comment ? CommentId.From(comment) : null);
        if (cursor is { Length: > 0 } || around is not null) return (await http.RequestServices.GetRequiredService<ISender>().Answer(query, ct)).Result;
        return await ready.AnswerAsync(http, $"comments {postId:N} {limit}", query, page => reactors.OfCommentsAsync(postId, page.Items.Select(comment => comment.Id)));
    }

    private static Task<Results<Ok<Page<CommentRevisionView>>, ProblemHttpResult>> History(Guid id, string? cursor, ISender sender, CancellationToken ct, int limit = Page.DefaultLimit) =>
        sender.Answer(new GetCommentHistory(CommentId.From(id), limit, cursor), ct);

    private static async Task<Results<Ok<CommentView>, StatusCodeHttpResult, ProblemHttpResult>> Get(Guid id, HttpContext http, ISender sender, CancellationToken ct)
    {
        var result = await sender.Send(new GetComment(CommentId.From(id)), ct);
        return result.Match<Results<Ok<CommentView>, StatusCodeHttpResult, ProblemHttpResult>>(
            comment => http.Request.HasSeen(http.Response.SetTag(comment.Version, comment)) ? TypedResults.StatusCode(304) : TypedResults.Ok(comment),
            error => Problems.From(error));
    }

    private static async Task<Results<Created<CommentView>, ProblemHttpResult>> Create(
        Guid postId, CreateCommentBody body, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, HttpContext http, ISender sender, CancellationToken ct)
    {
        var parent = body.ParentId is { } id ? CommentId.From(id) : (CommentId?)null;
        var command = new CreateComment(PostId.From(postId), body.Content, parent, idempotencyKey) { AttachmentIds = [.. (body.AttachmentIds ?? []).Select(UploadId.From)] };
        if (!(await sender.Send(command, ct)).TryGet(out var created, out var error)) return Problems.From(error);
        var comment = command.Made;
        if (comment is null && !(await sender.Send(new GetComment(CommentId.From(created.Id)), ct)).TryGet(out comment, out error)) return Problems.From(error);
        http.Response.SetTag(comment.Version, comment);
        return TypedResults.Created($"/api/comments/{comment.Id}", comment);
    }

    private static Task<Results<Ok<CommentView>, ProblemHttpResult>> Edit(Guid id, EditCommentBody body, HttpContext http, ISender sender, CancellationToken ct) =>
        Keep(new EditComment(CommentId.From(id), body.Content, http.Request.Seen()) { AttachmentIds = body.AttachmentIds?.Select(UploadId.From).ToList() }, id, http, sender, ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Delete(Guid id, HttpRequest request, ISender sender, CancellationToken ct) =>
        sender.Do(new DeleteComment(CommentId.From(id), request.Seen()), ct);

    private static Task<Results<Ok<CommentView>, ProblemHttpResult>> Restore(Guid id, HttpContext http, ISender sender, CancellationToken ct) =>
        Keep(new RestoreComment(CommentId.From(id), http.Request.Seen()), id, http, sender, ct);

    private static Task<Results<Ok<ReactionView[]>, ProblemHttpResult>> React(Guid id, string emoji, ISender sender, CancellationToken ct) =>
        sender.Answer(new ReactToComment(CommentId.From(id), emoji, On: true), ct);

    private static Task<Results<Ok<ReactionView[]>, ProblemHttpResult>> TakeBack(Guid id, string emoji, ISender sender, CancellationToken ct) =>
        sender.Answer(new ReactToComment(CommentId.From(id), emoji, On: false), ct);

    /// <summary>Does it, and answers the comment as it then is.</summary>
    private static async Task<Results<Ok<CommentView>, ProblemHttpResult>> Keep(
        ICommand<Domain.Common.Result<Domain.Common.Done>> command, Guid id, HttpContext http, ISender sender, CancellationToken ct)
    {
        if ((await sender.Send(command, ct)).Error is { } refusal) return Problems.From(refusal);
        if (!(await sender.Send(new GetComment(CommentId.From(id)), ct)).TryGet(out var comment, out var error)) return Problems.From(error);
        http.Response.SetTag(comment.Version, comment);
        return TypedResults.Ok(comment);
    }

    internal sealed record CreateCommentBody(string Content = "", Guid? ParentId = null, IReadOnlyList<Guid>? AttachmentIds = null);

    internal sealed record EditCommentBody(string Content = "", IReadOnlyList<Guid>? AttachmentIds = null);
}
