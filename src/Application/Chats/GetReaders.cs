using Mediator;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>Who of the other members has read a message, whom it has only reached, and whom not yet.</summary>
public sealed record GetReaders(MessageId Id) : IQuery<Result<ReadersView>>;

public sealed record ReadersView(IReadOnlyList<UserRef> ReadBy, IReadOnlyList<UserRef> DeliveredTo, IReadOnlyList<UserRef> Waiting);

public sealed class GetReadersHandler(IReadDb db, IActor actor) : IQueryHandler<GetReaders, Result<ReadersView>>
{
    public async ValueTask<Result<ReadersView>> Handle(GetReaders query, CancellationToken cancellationToken)
    {
        if (await db.FirstAsync(db.VisibleMessages(actor.UserId).Where(message => message.Id == query.Id), cancellationToken) is not { } message) return ChatErrors.MessageNotFound;
        var others = db.Members.Where(member => member.ChatId == message.ChatId && member.UserId != message.Sender);
        var rows = (await ChatViews.MembersAsync(db, others, cancellationToken)).OrderBy(row => row.Nickname.Order, StringComparer.Ordinal).ToList();
        return new ReadersView(
            Those(rows, row => row.Member.ReadSeq >= message.Seq),
            Those(rows, row => row.Member.ReadSeq < message.Seq && row.Member.DeliveredSeq >= message.Seq),
            Those(rows, row => row.Member.DeliveredSeq < message.Seq));
    }

    private static List<UserRef> Those(List<MemberRow> rows, Func<MemberRow, bool> isMeant) =>
        [.. rows.Where(isMeant).Select(row => new UserRef(row.Member.UserId.Value, row.Nickname.Value))];
}
