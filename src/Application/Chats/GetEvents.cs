using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>What happened in a chat after an event the caller has: how a client that was away catches up.</summary>
public sealed record GetEvents(ChatId ChatId, long? After, int Limit) : IQuery<Result<EventsView>>
{
    public const int DefaultLimit = 200;
    public const int MaxLimit = 200;

    /// <summary>Somebody farther behind loads the chat anew.</summary>
    public const int MaxBehind = 1_000;
}

/// <param name="Reset">The caller's state can't be mended by events: reload the chat.</param>
public sealed record EventsView(IReadOnlyList<ChatEventView> Events, long LastSeq, bool Reset);

public sealed class GetEventsValidator : AbstractValidator<GetEvents>
{
    public GetEventsValidator()
    {
        RuleFor(q => q.After).NotNull().WithMessage("Say after which seq.").GreaterThanOrEqualTo(0).WithMessage("A seq is not negative.");
        RuleFor(q => q.Limit).IsLimit(GetEvents.MaxLimit);
    }
}

public sealed class GetEventsHandler(IReadDb db, IActor actor) : IQueryHandler<GetEvents, Result<EventsView>>
{
    public async ValueTask<Result<EventsView>> Handle(GetEvents query, CancellationToken cancellationToken)
    {
        var mine =
            from member in db.Members.Membership(query.ChatId, actor.UserId)
            join chat in db.Chats on member.ChatId equals chat.Id
            select new { Me = member, chat.LastSeq };
        if (await db.FirstAsync(mine, cancellationToken) is not { Me: var me, LastSeq: var lastSeq }) return ChatErrors.NotFound;

        var after = query.After!.Value;
        if (after > lastSeq || lastSeq - after > GetEvents.MaxBehind) return new EventsView([], lastSeq, Reset: true);
        var entries = await db.ListAsync(
            db.Log.Where(entry => entry.ChatId == query.ChatId && entry.Seq > after && entry.Seq <= lastSeq).OrderBy(entry => entry.Seq).Take(query.Limit), cancellationToken);
        return new EventsView(await ChatLogView.OfAsync(db, query.ChatId, entries, me, cancellationToken), lastSeq, Reset: false);
    }
}
