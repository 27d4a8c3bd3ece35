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
        if (await db.FindChatAsync(query.ChatId, cancellationToken) is not { } known || known.Find(actor.UserId) is not { } me) return ChatErrors.NotFound;
        var (after, lastSeq) = (query.After!.Value, known.Chat.LastSeq);
        if (after > lastSeq || lastSeq - after > GetEvents.MaxBehind) return new EventsView([], lastSeq, Reset: true);
        return new EventsView(
            me.HistoryFromSeq == 0 ? await known.EventsAsync(after, query.Limit, () => ReadAsync(query, lastSeq, null, CancellationToken.None)) : await ReadAsync(query, lastSeq, me, cancellationToken),
            lastSeq, Reset: false);
    }

    private async Task<IReadOnlyList<ChatEventView>> ReadAsync(GetEvents query, long lastSeq, Member? me, CancellationToken cancellationToken)
    {
        var after = query.After!.Value;
        var entries = await db.ListAsync(
            db.Log.Where(entry => entry.ChatId == query.ChatId && entry.Seq > after && entry.Seq <= lastSeq).OrderBy(entry => entry.Seq).Take(query.Limit), cancellationToken);
        return await ChatLogView.OfAsync(db, query.ChatId, entries, me, cancellationToken);
    }
}
