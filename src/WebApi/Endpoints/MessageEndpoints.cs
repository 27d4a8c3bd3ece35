using Mediator;
using Microsoft.AspNetCore.Http.HttpResults;
using RealTimeForum.Application.Chats;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;
using RealTimeForum.WebApi.Http;

namespace RealTimeForum.WebApi.Endpoints;

internal static class MessageEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder app)
    {
        var ofChat = app.MapGroup("/api/chats/{chatId:guid}/messages").WithTags("Messages").RequireActs(Act.ReadChats, Act.WriteChats).ProducesProblem(400).ProducesProblem(401).ProducesProblem(404);
        ofChat.MapGet("", History).WithSummary("Messages of a chat, oldest first");
        ofChat.MapPost("", Send).WithSummary("Send a message; a resend answers the first one").ProducesProblem(409).ProducesProblem(429);

        var message = app.MapGroup("/api/messages/{id:guid}").WithTags("Messages").RequireActs(Act.ReadChats, Act.WriteChats).ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);
        message.MapPatch("", Edit).WithSummary("Edit my message; attachmentIds, where given, are all its images");
        message.MapGet("/history", Revisions).WithSummary("What it said before each edit");
        message.MapGet("/reactions", Reactors).WithSummary("Who reacted, and with what");
        message.MapGet("/readers", Readers).WithSummary("Who has read it");
        message.MapPut("/pin", Pin).WithSummary("Keep a message in sight of everyone in its chat").ProducesProblem(409);
        message.MapDelete("/pin", Unpin).WithSummary("A pinned message is one no more");
        message.MapDelete("", Delete).WithSummary("Delete a message; its place stays");
        message.MapPut("/reactions/{emoji}", React).WithSummary("Put my reaction on a message");
        message.MapDelete("/reactions/{emoji}", TakeBack).WithSummary("Take my reaction off a message");
    }

    private static Task<Results<Ok<HistoryView>, ProblemHttpResult>> History(
        Guid chatId, long? before, long? after, long? around, DateTimeOffset? at, ISender sender, CancellationToken ct, int limit = GetHistory.DefaultLimit) =>
        sender.Answer(new GetHistory(ChatId.From(chatId), before, after, around, at, limit), ct);

    private static Task<Results<Ok<Page<MessageRevisionView>>, ProblemHttpResult>> Revisions(Guid id, ISender sender, CancellationToken ct) =>
        sender.Answer(new GetMessageHistory(MessageId.From(id)), ct);

    private static Task<Results<Ok<Page<ReactorView>>, ProblemHttpResult>> Reactors(Guid id, ISender sender, CancellationToken ct) => sender.Answer(new GetReactors(MessageId.From(id)), ct);

    private static Task<Results<Ok<ReadersView>, ProblemHttpResult>> Readers(Guid id, ISender sender, CancellationToken ct) => sender.Answer(new GetReaders(MessageId.From(id)), ct);

    private static async Task<Results<Created<MessageView>, Ok<MessageView>, ProblemHttpResult>> Send(Guid chatId, SendMessageBody body, ISender sender, CancellationToken ct)
    {
        var command = new SendMessage(ChatId.From(chatId), body.ClientMessageId, body.Content, body.ReplyToId is { } reply ? MessageId.From(reply) : null, body.AttachmentIds?.Select(UploadId.From).ToList());
        var result = await sender.Send(command, ct);
        return result.Match<Results<Created<MessageView>, Ok<MessageView>, ProblemHttpResult>>(
            sent => sent.IsNew ? TypedResults.Created($"/api/messages/{sent.Message.Id}", sent.Message) : TypedResults.Ok(sent.Message),
            error => Problems.From(error));
    }

    private static Task<Results<Ok<MessageView>, ProblemHttpResult>> Edit(Guid id, EditMessageBody body, ISender sender, CancellationToken ct) =>
        sender.Answer(new EditMessage(MessageId.From(id), body.Content, body.AttachmentIds?.Select(UploadId.From).ToList()), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Delete(Guid id, ISender sender, CancellationToken ct) => sender.Do(new DeleteMessage(MessageId.From(id)), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Pin(Guid id, ISender sender, CancellationToken ct) => sender.Do(new PinMessage(MessageId.From(id), IsPinned: true), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Unpin(Guid id, ISender sender, CancellationToken ct) => sender.Do(new PinMessage(MessageId.From(id), IsPinned: false), ct);

    private static Task<Results<Ok<IReadOnlyList<ReactionView>>, ProblemHttpResult>> React(Guid id, string emoji, ISender sender, CancellationToken ct) =>
        sender.Answer(new ReactToMessage(MessageId.From(id), emoji, IsOn: true), ct);

    private static Task<Results<Ok<IReadOnlyList<ReactionView>>, ProblemHttpResult>> TakeBack(Guid id, string emoji, ISender sender, CancellationToken ct) =>
        sender.Answer(new ReactToMessage(MessageId.From(id), emoji, IsOn: false), ct);

    internal sealed record SendMessageBody(Guid? ClientMessageId = null, string Content = "", Guid? ReplyToId = null, IReadOnlyList<Guid>? AttachmentIds = null);

    internal sealed record EditMessageBody(string Content = "", IReadOnlyList<Guid>? AttachmentIds = null);
}
