using System.Text.Json;
using Mediator;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RealTimeForum.Application.Chats;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Roster;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;
using RealTimeForum.WebApi.Http;

namespace RealTimeForum.WebApi.Endpoints;

internal static class ChatEndpoints
{
    public static void MapChats(this IEndpointRouteBuilder app)
    {
        var mine = app.MapGroup("/api").WithTags("Chats").RequireActs(Act.ReadChats, Act.WriteChats).ProducesProblem(400).ProducesProblem(401);
        mine.MapGet("/roster", Roster).Produces<Page<RosterItem>>().WithSummary("Everyone I can talk to, and on demand my groups among them");
        mine.MapGet("/chats", List).Produces<Page<ChatView>>().WithSummary("My chats, latest activity first");
        mine.MapPost("/chats", Start).WithSummary("Start a private chat or a group").ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        mine.MapGet("/invites/{code}", Invite).WithSummary("What a group's invite leads to").ProducesProblem(404);
        mine.MapPost("/invites/{code}/accept", AcceptInvite).WithSummary("Join a group by invite").ProducesProblem(404);
        mine.MapDelete("/invites/{code}", RevokeInvite).WithSummary("End an invite").ProducesProblem(403).ProducesProblem(404);

        var chat = mine.MapGroup("/chats/{chatId:guid}").ProducesProblem(404);
        chat.MapGet("", Get).WithSummary("One of my chats");
        chat.MapPatch("", Update).WithSummary("Rename a group, or change what its members and newcomers may").ProducesProblem(403).ProducesProblem(409);
        chat.MapDelete("", Delete).WithSummary("End a group").ProducesProblem(403).ProducesProblem(409);
        chat.MapGet("/members", Members).WithSummary("All members, by joining");
        chat.MapPost("/members/{userId:guid}", AddMember).WithSummary("Add somebody to a group").ProducesProblem(403).ProducesProblem(409);
        chat.MapDelete("/members/me", Leave).WithSummary("Leave a group").ProducesProblem(409);
        chat.MapDelete("/members/{userId:guid}", RemoveMember).WithSummary("Remove somebody from a group").ProducesProblem(403).ProducesProblem(409);
        chat.MapPut("/admins/{userId:guid}", AddAdmin).WithSummary("Make a member of my group its administrator").ProducesProblem(403).ProducesProblem(409);
        chat.MapDelete("/admins/{userId:guid}", RemoveAdmin).WithSummary("An administrator of my group is one no more").ProducesProblem(403).ProducesProblem(409);
        chat.MapPut("/owner", HandOver).WithSummary("Hand my group over to a member").ProducesProblem(403).ProducesProblem(409);
        chat.MapPost("/accept", Accept).WithSummary("Let somebody who asked write to me");
        chat.MapPost("/refuse", Refuse).WithSummary("Don't let somebody who asked write to me; to them it looks like silence").ProducesProblem(409);
        chat.MapGet("/pins", Pins).WithSummary("The pinned messages, the newest pin first");
        chat.MapGet("/invites", Invites).WithSummary("The open invites: mine, and everybody's for who manages the group");
        chat.MapPost("/invites", MakeInvite).WithSummary("Make an invite to a group").ProducesProblem(403).ProducesProblem(409);
        chat.MapPut("/read", Read).RequireAct(Act.ReadChats).WithSummary("I have read up to here");
        chat.MapPut("/delivered", Delivered).RequireAct(Act.ReadChats).WithSummary("It arrived at me up to here");
        chat.MapPut("/notifications", Notifications).RequireAct(Act.ReadChats).WithSummary("Choose which messages of this chat call me");
        chat.MapGet("/events", Events).WithSummary("What happened after an event");
    }

    private static async Task<IResult> Roster(
        string? order, bool? online, bool? groups, string? q, string? cursor, HttpContext http, OwnAnswers answers, int limit = Page.DefaultLimit) =>
        await answers.AnswerAsync(http, $"roster {limit} {online} {groups}\n{order}\n{cursor}\n{q}", new GetRoster(order, online, groups ?? false, q, cursor, limit));

    private static async Task<IResult> List(string? cursor, HttpContext http, OwnAnswers answers, int limit = Page.DefaultLimit) =>
        await answers.AnswerAsync(http, $"chats {limit}\n{cursor}", new ListChats(cursor, limit));

    private static async Task<Results<Created<ChatView>, Ok<ChatView>, ProblemHttpResult>> Start(
        StartChatBody body, [FromHeader(Name = "Idempotency-Key")] string? key, ISender sender, CancellationToken ct)
    {
        var started = await sender.Send(new StartChat(body.UserId is { } user ? UserId.From(user) : null, body.Name, body.MemberIds, key), ct);
        if (!started.TryGet(out var created, out var error)) return Problems.From(error);
        if (!(await sender.Send(new GetChat(ChatId.From(created.Id)), ct)).TryGet(out var chat, out error)) return Problems.From(error);
        return created.IsNew ? TypedResults.Created($"/api/chats/{chat.Id}", chat) : TypedResults.Ok(chat);
    }

    private static Task<Results<Ok<ChatView>, ProblemHttpResult>> Get(Guid chatId, ISender sender, CancellationToken ct) => sender.Answer(new GetChat(ChatId.From(chatId)), ct);

    private static async Task<Results<Ok<ChatView>, ProblemHttpResult>> Update(Guid chatId, UpdateChatBody body, ISender sender, CancellationToken ct) =>
        (await sender.Send(new UpdateChat(ChatId.From(chatId), body.Name, body.MembersCanInvite, body.NewcomersSeeHistory) { Picture = body.PictureId.Read() }, ct)).Error is { } error
            ? Problems.From(error)
            : await Get(chatId, sender, ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Delete(Guid chatId, ISender sender, CancellationToken ct) => sender.Do(new DeleteChat(ChatId.From(chatId)), ct);

    private static Task<Results<Ok<Page<MemberView>>, ProblemHttpResult>> Members(Guid chatId, string? q, string? cursor, ISender sender, CancellationToken ct, int limit = Page.DefaultLimit) =>
        sender.Answer(new ListMembers(ChatId.From(chatId), q, cursor, limit), ct);

    private static async Task<Results<Ok<ChatView>, ProblemHttpResult>> AddMember(Guid chatId, Guid userId, ISender sender, CancellationToken ct) =>
        (await sender.Send(new AddMember(ChatId.From(chatId), UserId.From(userId)), ct)).Error is { } error ? Problems.From(error) : await Get(chatId, sender, ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Leave(Guid chatId, ISender sender, CancellationToken ct) => sender.Do(new RemoveMember(ChatId.From(chatId), null), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> RemoveMember(Guid chatId, Guid userId, ISender sender, CancellationToken ct) =>
        sender.Do(new RemoveMember(ChatId.From(chatId), UserId.From(userId)), ct);

    private static async Task<Results<Created<InviteView>, ProblemHttpResult>> MakeInvite(
        Guid chatId, MakeInviteBody? body, [FromHeader(Name = "Idempotency-Key")] string? key, ISender sender, CancellationToken ct)
    {
        var made = await sender.Send(new MakeInvite(ChatId.From(chatId), body?.ExpiresInHours, body?.MaxUses, key), ct);
        if (!made.TryGet(out var created, out var error)) return Problems.From(error);
        return (await sender.Send(new GetMadeInvite(created.Id), ct)).Match<Results<Created<InviteView>, ProblemHttpResult>>(
            invite => TypedResults.Created($"/api/invites/{invite.Code}", invite), refusal => Problems.From(refusal));
    }

    private static Task<Results<Ok<Page<InviteView>>, ProblemHttpResult>> Invites(Guid chatId, ISender sender, CancellationToken ct) => sender.Answer(new ListInvites(ChatId.From(chatId)), ct);

    private static Task<Results<Ok<InvitePreview>, ProblemHttpResult>> Invite(string code, ISender sender, CancellationToken ct) => sender.Answer(new GetInvite(code), ct);

    private static async Task<Results<Ok<ChatView>, ProblemHttpResult>> AcceptInvite(string code, ISender sender, CancellationToken ct) =>
        (await sender.Send(new AcceptInvite(code), ct)).TryGet(out var chat, out var error) ? await Get(chat.Value, sender, ct) : Problems.From(error);

    private static Task<Results<NoContent, ProblemHttpResult>> RevokeInvite(string code, ISender sender, CancellationToken ct) => sender.Do(new RevokeInvite(code), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> AddAdmin(Guid chatId, Guid userId, ISender sender, CancellationToken ct) =>
        sender.Do(new SetAdmin(ChatId.From(chatId), UserId.From(userId), IsAdmin: true), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> RemoveAdmin(Guid chatId, Guid userId, ISender sender, CancellationToken ct) =>
        sender.Do(new SetAdmin(ChatId.From(chatId), UserId.From(userId), IsAdmin: false), ct);

    private static async Task<Results<NoContent, ProblemHttpResult>> HandOver(Guid chatId, HandOverBody body, ISender sender, CancellationToken ct) =>
        body.UserId is { } heir
            ? await sender.Do(new HandOverChat(ChatId.From(chatId), UserId.From(heir)), ct)
            : Problems.From(CommonErrors.Invalid("userId", "Say who."));

    private static async Task<Results<Ok<ChatView>, ProblemHttpResult>> Accept(Guid chatId, ISender sender, CancellationToken ct) =>
        (await sender.Send(new AnswerStranger(ChatId.From(chatId), IsAccepted: true), ct)).Error is { } error ? Problems.From(error) : await Get(chatId, sender, ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Refuse(Guid chatId, ISender sender, CancellationToken ct) =>
        sender.Do(new AnswerStranger(ChatId.From(chatId), IsAccepted: false), ct);

    private static Task<Results<Ok<Page<MessageView>>, ProblemHttpResult>> Pins(Guid chatId, ISender sender, CancellationToken ct) => sender.Answer(new ListPins(ChatId.From(chatId)), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Read(Guid chatId, MarkBody body, ISender sender, CancellationToken ct) =>
        sender.Do(new MoveMarks(ChatId.From(chatId), body.Seq, IsRead: true), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Delivered(Guid chatId, MarkBody body, ISender sender, CancellationToken ct) =>
        sender.Do(new MoveMarks(ChatId.From(chatId), body.Seq, IsRead: false), ct);

    private static Task<Results<Ok<EventsView>, ProblemHttpResult>> Events(Guid chatId, long? after, ISender sender, CancellationToken ct, int limit = GetEvents.DefaultLimit) =>
        sender.Answer(new GetEvents(ChatId.From(chatId), after, limit), ct);

    private static Task<Results<Ok<NotificationsView>, ProblemHttpResult>> Notifications(Guid chatId, NotificationsBody body, ISender sender, CancellationToken ct) =>
        sender.Answer(new SetNotifications(ChatId.From(chatId), body.Level, body.QuietUntil), ct);

    internal sealed record NotificationsBody(NotificationLevel? Level = null, DateTimeOffset? QuietUntil = null);

    internal sealed record StartChatBody(Guid? UserId = null, string? Name = null, IReadOnlyList<Guid>? MemberIds = null);

    internal sealed record UpdateChatBody(string? Name = null, bool? MembersCanInvite = null, bool? NewcomersSeeHistory = null)
    {
        /// <summary>Left out, it stays; null takes it away.</summary>
        public JsonElement PictureId { get; init; }
    }

    internal sealed record HandOverBody(Guid? UserId = null);

    internal sealed record MakeInviteBody(int? ExpiresInHours = null, int? MaxUses = null);

    internal sealed record MarkBody(long? Seq = null);
}
