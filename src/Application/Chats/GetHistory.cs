using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>Messages of a chat, oldest first. At most one of the four places; without any, the newest.</summary>
/// <param name="Before">Only messages numbered below this, the nearest ones.</param>
/// <param name="After">Only messages numbered above this, the nearest ones.</param>
/// <param name="Around">As many on either side of this number, and itself.</param>
/// <param name="At">As <see cref="Around"/>, from the first message sent at that time or later.</param>
public sealed record GetHistory(ChatId ChatId, long? Before, long? After, long? Around, DateTimeOffset? At, int Limit) : IQuery<Result<HistoryView>>
{
    public const int DefaultLimit = 10;
}

/// <param name="HasMore">Whether there is more in the direction that was asked for; before the first item, where both were.</param>
/// <param name="HasMoreAfter">Whether there is more after the last item.</param>
/// <param name="Lines">Who joined and left and what was renamed, between the messages: numbered events as everywhere.</param>
public sealed record HistoryView(IReadOnlyList<MessageView> Items, bool HasMore, bool HasMoreAfter, IReadOnlyList<ChatEventView> Lines);

public sealed class GetHistoryValidator : AbstractValidator<GetHistory>
{
    public GetHistoryValidator()
    {
        RuleFor(q => q.Limit).IsLimit();
        RuleFor(q => q.Before).GreaterThan(0).WithMessage("A seq is 1 or more.");
        RuleFor(q => q.After).GreaterThanOrEqualTo(0).WithMessage("A seq is not negative.")
            .Must((query, after) => after is null || query.Before is null).WithMessage("Give before or after, not both.");
        RuleFor(q => q.Around).GreaterThan(0).WithMessage("A seq is 1 or more.")
            .Must((query, around) => around is null || (query.Before ?? query.After) is null).WithMessage("Give one place only.");
        RuleFor(q => q.At).Must((query, at) => at is null || (query.Before ?? query.After ?? query.Around) is null).WithMessage("Give one place only.");
    }
}

public sealed class GetHistoryHandler(IReadDb db, IActor actor) : IQueryHandler<GetHistory, Result<HistoryView>>
{
    private const int MostLines = 100;

    public async ValueTask<Result<HistoryView>> Handle(GetHistory query, CancellationToken cancellationToken)
    {
        if ((await db.FindChatAsync(query.ChatId, cancellationToken))?.Find(actor.UserId) is not { } me) return ChatErrors.NotFound;
        var around = query.At is { } at ? await FirstSinceAsync(query.ChatId, at, cancellationToken) : query.Around;

        List<Message> rows;
        bool moreBefore, moreAfter;
        if (around is { } middle)
        {
            var half = query.Limit / 2;
            (var newer, moreAfter) = await NewerAsync(me, middle - 1, query.Limit - half, cancellationToken);
            (rows, moreBefore) = await OlderAsync(me, middle, half, cancellationToken);
            rows.AddRange(newer);
        }
        else if (query.After is { } after)
        {
            (rows, moreAfter) = await NewerAsync(me, after, query.Limit, cancellationToken);
            moreBefore = after > 0;
        }
        else
        {
            (rows, moreBefore) = await OlderAsync(me, query.Before, query.Limit, cancellationToken);
            moreAfter = query.Before is not null;
        }

        // The lines from this page's first message, or from where it begins, to its last, or to where it ends.
        var from = query.After + 1 ?? (moreBefore && rows.Count > 0 ? rows[0].Seq : 0);
        var to = query.Before - 1 ?? (moreAfter && rows.Count > 0 ? rows[^1].Seq : long.MaxValue);
        return new HistoryView(
            await MessageViews.OfAsync(db, query.ChatId, rows, me, cancellationToken),
            query.After is null ? moreBefore : moreAfter, moreAfter, await LinesAsync(me, from, to, cancellationToken));
    }

    private async Task<(List<Message> Rows, bool HasMore)> OlderAsync(Member me, long? before, int limit, CancellationToken cancellationToken)
    {
        var rows = await db.MessagesBelowAsync(me.ChatId, me.HistoryFromSeq - 1, before ?? long.MaxValue, limit + 1, cancellationToken);
        var hasMore = rows.Count > limit;
        if (hasMore) rows.RemoveAt(limit);
        rows.Reverse();
        return (rows, hasMore);
    }

    private async Task<(List<Message> Rows, bool HasMore)> NewerAsync(Member me, long after, int limit, CancellationToken cancellationToken)
    {
        var rows = await db.MessagesAboveAsync(me.ChatId, Math.Max(after, me.HistoryFromSeq - 1), limit + 1, cancellationToken);
        var hasMore = rows.Count > limit;
        if (hasMore) rows.RemoveAt(limit);
        return (rows, hasMore);
    }

    private async Task<IReadOnlyList<ChatEventView>> LinesAsync(Member me, long from, long to, CancellationToken cancellationToken)
    {
        var entries = await db.LinesAsync(me.ChatId, from, to, me.HistoryFromSeq, MostLines, cancellationToken);
        entries.Reverse();
        return await ChatLogView.OfAsync(db, me.ChatId, entries, me, cancellationToken);
    }

    /// <summary>Halves the numbers until the first message of that time is found: a time needs no index of its own.</summary>
    private async Task<long> FirstSinceAsync(ChatId chat, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var (low, high) = (1L, (await db.FirstAsync(db.Chats.Where(row => row.Id == chat).Select(row => (long?)row.LastMessageSeq), cancellationToken) ?? 0) + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var next = await db.FirstAsync(
                db.Messages.In(chat).Where(message => message.Seq >= middle).OrderBy(message => message.Seq).Select(message => new { message.Seq, message.SentAt }), cancellationToken);
            if (next is null || next.SentAt >= at) high = middle;
            else low = next.Seq + 1;
        }
        return low;
    }
}
