using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

/// <summary>Who of the other members has read a message, whom it has only reached, and whom not yet; as far as they show it.</summary>
public sealed record GetReaders(MessageId Id) : IQuery<Result<ReadersView>>;

public sealed record ReadersView(IReadOnlyList<ReaderView> ReadBy, IReadOnlyList<ReaderView> DeliveredTo, IReadOnlyList<ReaderView> Waiting);

/// <param name="At">When; null where it was not kept (large groups), and for who waits.</param>
public sealed record ReaderView(Guid Id, string Nickname, DateTimeOffset? At);

public sealed class GetReadersHandler(IReadDb db, IActor actor) : IQueryHandler<GetReaders, Result<ReadersView>>
{
    public async ValueTask<Result<ReadersView>> Handle(GetReaders query, CancellationToken cancellationToken)
    {
        if (await db.FirstAsync(db.VisibleMessages(actor.UserId).Where(message => message.Id == query.Id), cancellationToken) is not { } message) return ChatErrors.MessageNotFound;
        if (await db.FirstAsync(db.Members.Membership(message.ChatId, actor.UserId), cancellationToken) is not { } me) return ChatErrors.MessageNotFound;

        var others = db.MembersAndGone.Where(member => member.ChatId == message.ChatId && member.UserId != message.Sender);
        var rows = (await ChatViews.MembersAsync(db, others, cancellationToken)).OrderBy(row => row.Nickname.Order, StringComparer.Ordinal).ToList();
        // In a private chat the marks themselves stand still; in a group they are not for each other's eyes.
        var apart = await db.AnyAsync(db.Chats.Where(chat => chat.Id == message.ChatId && chat.IsGroup), cancellationToken) ? await db.BlocksAsync(actor.UserId, cancellationToken) : new Dictionary<UserId, bool>();
        var shown = rows.Where(row => !apart.ContainsKey(row.Member.UserId)).ToList();
        var hasRead = shown.Where(row => !me.HidesReads && row.Member.ShownReadSeq >= message.Seq).ToList();
        var hasGot = shown.Where(row => row.Member.ShownDeliveredSeq >= message.Seq).Except(hasRead).ToList();
        var isLarge = rows.Count + 1 >= Chat.LargeFrom;
        return new ReadersView(
            isLarge ? WithoutTimes(hasRead) : await WithTimesAsync(hasRead, message, isRead: true, cancellationToken),
            isLarge ? WithoutTimes(hasGot) : await WithTimesAsync(hasGot, message, isRead: false, cancellationToken),
            WithoutTimes(rows.Except(hasRead).Except(hasGot)));
    }

    /// <summary>With when each member's mark first came up to the message.</summary>
    private async Task<IReadOnlyList<ReaderView>> WithTimesAsync(List<MemberRow> rows, Message message, bool isRead, CancellationToken cancellationToken)
    {
        List<ReaderView> views = [];
        foreach (var row in rows)
        {
            var times = db.MarkTimes.Where(time => time.ChatId == message.ChatId && time.UserId == row.Member.UserId && time.IsRead == isRead && time.Seq >= message.Seq);
            views.Add(Show(row, await db.FirstAsync(times.OrderBy(time => time.Seq).Select(time => (DateTimeOffset?)time.At), cancellationToken)));
        }
        return views;
    }

    private static IReadOnlyList<ReaderView> WithoutTimes(IEnumerable<MemberRow> rows) => [.. rows.Select(row => Show(row, at: null))];

    private static ReaderView Show(MemberRow row, DateTimeOffset? at) => new(row.Member.UserId.Value, row.Nickname.Value, at);
}
