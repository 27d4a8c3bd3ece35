using Mediator;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RealTimeForum.Application.Chats;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.WebApi.Http;

namespace RealTimeForum.WebApi.Endpoints;

internal static class PostEndpoints
{
    public static void MapPosts(this IEndpointRouteBuilder app)
    {
        var anyone = app.MapGroup("/api/posts").WithTags("Posts").RequireAct(Act.ReadForum);
        anyone.MapGet("", List).WithSummary("Posts of a category (slug), author (nickname) or tag, that I follow or bookmarked, sorted new, active or top (of a day, week, month or all); ETag and If-None-Match").Produces<Page<PostItem>>().Produces(304).ProducesProblem(400).ProducesProblem(401).ProducesProblem(404);
        app.MapGet("/api/tags", Tags).WithTags("Posts").RequireAct(Act.ReadForum).WithSummary("The tags most posts have, among those that begin with q").ProducesProblem(400);
        app.MapPost("/api/preview", Preview).WithTags("Posts").RequireAct(Act.WriteForum).WithSummary("What a text will look like; nothing is kept").ProducesProblem(400).ProducesProblem(401);
        anyone.MapGet("/{id:guid}", Get).WithSummary("A post; ETag and If-None-Match").Produces<PostView>().Produces(304).ProducesProblem(404);
        anyone.MapGet("/{id:guid}/history", History).WithSummary("What it said before each edit, the latest first").ProducesProblem(400).ProducesProblem(404);

        var mine = app.MapGroup("/api/posts").WithTags("Posts").RequireAct(Act.WriteForum).ProducesProblem(400).ProducesProblem(401);
        mine.MapPost("", Create).WithSummary("Write a post; takes an Idempotency-Key").WithDescription("Title 3–200, content (Markdown) 1–50 000 UTF-16 units.").ProducesProblem(409);

        var one = mine.MapGroup("/{id:guid}").ProducesProblem(403).ProducesProblem(404);
        one.MapPatch("", Edit).WithSummary("Edit or move a post; what is left out stays; If-Match").ProducesProblem(409).ProducesProblem(412);
        one.MapDelete("", Delete).WithSummary("Hide a post and its comments; If-Match").ProducesProblem(412);
        one.MapPost("/restore", Restore).WithSummary("Show a deleted post again: its author where they deleted it, or a moderator; If-Match").ProducesProblem(412);
        one.MapPut("/reactions/{emoji}", React).WithSummary("Put my emoji on a post").ProducesProblem(409);
        one.MapDelete("/reactions/{emoji}", TakeBack).WithSummary("Take my emoji off a post").ProducesProblem(409);
        foreach (var (path, interest, what) in new[]
        {
            ("/follow", Interest.Follow, "Be called for every comment of a post"), ("/mute", Interest.Mute, "Be called for nothing under a post"), ("/bookmark", Interest.Bookmark, "Find a post again"),
        })
        {
            one.MapPut(path, (Guid id, ISender sender, CancellationToken ct) => sender.Do(new SetInterest(PostId.From(id), interest, IsOn: true), ct)).RequireAct(Act.ChangeAccount).WithSummary(what);
            one.MapDelete(path, (Guid id, ISender sender, CancellationToken ct) => sender.Do(new SetInterest(PostId.From(id), interest, IsOn: false), ct)).RequireAct(Act.ChangeAccount).WithSummary($"{what}: no longer");
        }
        one.MapPut("/seen", See).RequireAct(Act.ChangeAccount).WithSummary("I see its comments up to this number; answers up to where I had seen them before");
        one.MapPost("/lock", Lock).WithSummary("Moderators: take no more comments");
        one.MapDelete("/lock", Unlock).WithSummary("Moderators: take comments again");
        one.MapPost("/pin", Pin).WithSummary("Moderators: show before all others");
        one.MapDelete("/pin", Unpin).WithSummary("Moderators: show by age again");
    }

    private static async Task<IResult> List(
        string? category, string? author, string? tag, bool? following, bool? bookmarked, string? sort, string? period, bool? deleted, string? cursor, HttpContext http, ReadyAnswers ready, Reactors reactors,
        CancellationToken ct, int limit = Page.DefaultLimit)
    {
        var mine = following == true ? "following" : bookmarked == true ? "bookmarks" : null;
        var query = new ListPosts(category, author, tag, mine, sort, period, deleted, limit, cursor);
        // First pages are read by everybody, the others by few; one's own, and what goes by the clock, are made for who asks.
        if (cursor is { Length: > 0 } || mine is not null || period is not (null or "" or "all")) return (await http.RequestServices.GetRequiredService<ISender>().Answer(query, ct)).Result;
        return await ready.AnswerAsync(http, $"posts {limit} {deleted} {sort} {period}\n{category}\n{author}\n{tag}", query, page => reactors.OfPostsAsync(page.Items.Select(post => post.Id)));
    }

    private static Task<Results<Ok<Page<PostRevisionView>>, ProblemHttpResult>> History(Guid id, string? cursor, ISender sender, CancellationToken ct, int limit = Page.DefaultLimit) =>
        sender.Answer(new GetPostHistory(PostId.From(id), limit, cursor), ct);

    private static async Task<IResult> Get(Guid id, HttpContext http, ReadyAnswers ready, Reactors reactors) =>
        await ready.AnswerAsync(http, $"post {id:N}", new GetPost(PostId.From(id)), _ => reactors.OfPostsAsync([id]), post => post.Version);

    private static async Task<Results<Created<PostView>, ProblemHttpResult>> Create(
        CreatePostBody body, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, HttpContext http, ISender sender, CancellationToken ct)
    {
        var category = body.CategoryId is { } id ? CategoryId.From(id) : (CategoryId?)null;
        if (!(await sender.Send(new CreatePost(body.Title, body.Content, category, body.Tags, idempotencyKey) { AttachmentIds = [.. (body.AttachmentIds ?? []).Select(UploadId.From)] }, ct)).TryGet(out var created, out var error)) return Problems.From(error);
        if (!(await sender.Send(new GetPost(PostId.From(created.Id)), ct)).TryGet(out var post, out error)) return Problems.From(error);
        http.Response.SetTag(post.Version, post);
        return TypedResults.Created($"/api/posts/{post.Id}", post);
    }

    private static Task<Results<Ok<PostView>, ProblemHttpResult>> Edit(Guid id, EditPostBody body, HttpContext http, ISender sender, CancellationToken ct)
    {
        var category = body.CategoryId is { } categoryId ? CategoryId.From(categoryId) : (CategoryId?)null;
        return Keep(new EditPost(PostId.From(id), body.Title, body.Content, category, body.Tags, http.Request.Seen()) { AttachmentIds = body.AttachmentIds?.Select(UploadId.From).ToList() }, id, http, sender, ct);
    }

    private static Task<Results<NoContent, ProblemHttpResult>> Delete(Guid id, HttpRequest request, ISender sender, CancellationToken ct) =>
        sender.Do(new DeletePost(PostId.From(id), request.Seen()), ct);

    private static Task<Results<Ok<PostView>, ProblemHttpResult>> Restore(Guid id, HttpContext http, ISender sender, CancellationToken ct) =>
        Keep(new RestorePost(PostId.From(id), http.Request.Seen()), id, http, sender, ct);

    private static Task<Results<Ok<PostView>, ProblemHttpResult>> Lock(Guid id, HttpContext http, ISender sender, CancellationToken ct) =>
        Keep(new LockPost(PostId.From(id), Locked: true), id, http, sender, ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Unlock(Guid id, ISender sender, CancellationToken ct) => sender.Do(new LockPost(PostId.From(id), Locked: false), ct);

    private static Task<Results<Ok<PostView>, ProblemHttpResult>> Pin(Guid id, HttpContext http, ISender sender, CancellationToken ct) =>
        Keep(new PinPost(PostId.From(id), Pinned: true), id, http, sender, ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Unpin(Guid id, ISender sender, CancellationToken ct) => sender.Do(new PinPost(PostId.From(id), Pinned: false), ct);

    private static Task<Results<Ok<ReactionView[]>, ProblemHttpResult>> React(Guid id, string emoji, ISender sender, CancellationToken ct) =>
        sender.Answer(new ReactToPost(PostId.From(id), emoji, On: true), ct);

    private static Task<Results<Ok<ReactionView[]>, ProblemHttpResult>> TakeBack(Guid id, string emoji, ISender sender, CancellationToken ct) =>
        sender.Answer(new ReactToPost(PostId.From(id), emoji, On: false), ct);

    /// <summary>Does it, and answers the post as it then is.</summary>
    private static async Task<Results<Ok<PostView>, ProblemHttpResult>> Keep(
        ICommand<Domain.Common.Result<Domain.Common.Done>> command, Guid id, HttpContext http, ISender sender, CancellationToken ct)
    {
        if ((await sender.Send(command, ct)).Error is { } refusal) return Problems.From(refusal);
        if (!(await sender.Send(new GetPost(PostId.From(id)), ct)).TryGet(out var post, out var error)) return Problems.From(error);
        http.Response.SetTag(post.Version, post);
        return TypedResults.Ok(post);
    }

    private static Task<Results<Ok<SeenView>, ProblemHttpResult>> See(Guid id, SeeBody body, ISender sender, CancellationToken ct) => sender.Answer(new SeeComments(PostId.From(id), body.Number), ct);

    private static Task<Results<Ok<Page<TagView>>, ProblemHttpResult>> Tags(string? q, ISender sender, CancellationToken ct, int limit = Page.DefaultLimit) => sender.Answer(new ListTags(q, limit), ct);

    private static Task<Results<Ok<PreviewView>, ProblemHttpResult>> Preview(PreviewBody body, ISender sender, CancellationToken ct) => sender.Answer(new PreviewText(body.Content), ct);

    internal sealed record CreatePostBody(string Title = "", string Content = "", Guid? CategoryId = null, IReadOnlyList<string>? Tags = null, IReadOnlyList<Guid>? AttachmentIds = null);

    internal sealed record EditPostBody(string? Title = null, string? Content = null, Guid? CategoryId = null, IReadOnlyList<string>? Tags = null, IReadOnlyList<Guid>? AttachmentIds = null);

    internal sealed record SeeBody(long? Number = null);

    internal sealed record PreviewBody(string Content = "");
}
