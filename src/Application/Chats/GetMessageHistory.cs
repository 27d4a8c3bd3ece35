using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>What a message said before each edit, the latest first; for the chat's members.</summary>
public sealed record GetMessageHistory(MessageId Id) : IQuery<Result<Page<MessageRevisionView>>>;

public sealed record MessageRevisionView(string Content, DateTimeOffset WrittenAt, DateTimeOffset ReplacedAt);

public sealed class GetMessageHistoryHandler(IReadDb db, IActor actor) : IQueryHandler<GetMessageHistory, Result<Page<MessageRevisionView>>>
{
    private const int MostShown = 100;

    public async ValueTask<Result<Page<MessageRevisionView>>> Handle(GetMessageHistory query, CancellationToken cancellationToken)
    {
        if (await db.FirstAsync(db.VisibleMessages(actor.UserId).Where(message => message.Id == query.Id), cancellationToken) is not { } found) return ChatErrors.MessageNotFound;
        var revisions = db.MessageRevisions.Where(revision => revision.ChatId == found.ChatId && revision.MessageSeq == found.Seq);
        var rows = await db.ListAsync(revisions.OrderByDescending(revision => revision.ReplacedAt).Take(MostShown), cancellationToken);
        return Page.Whole<MessageRevisionView>([.. rows.Select(row => new MessageRevisionView(row.Content.Value, row.WrittenAt, row.ReplacedAt))]);
    }
}
