using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>What a chat's members were to be told, once more, from its log; asked by the forum itself where it missed something.</summary>
/// <param name="After">Beyond this number, and before <paramref name="Before"/>.</param>
public sealed record ReplayLog(ChatId ChatId, long After, long Before) : IQuery<Result<IReadOnlyList<ToChat>>>;

public sealed class ReplayLogHandler(IReadDb db) : IQueryHandler<ReplayLog, Result<IReadOnlyList<ToChat>>>
{
    public async ValueTask<Result<IReadOnlyList<ToChat>>> Handle(ReplayLog query, CancellationToken cancellationToken)
    {
        var entries = await db.ListAsync(
            db.Log.Where(entry => entry.ChatId == query.ChatId && entry.Seq > query.After && entry.Seq < query.Before).OrderBy(entry => entry.Seq), cancellationToken);
        var views = await ChatLogView.OfAsync(db, query.ChatId, entries, reader: null, cancellationToken);
        return Result.Of<IReadOnlyList<ToChat>>([.. views.Zip(entries, (view, entry) => view.ToMembers(entry))]);
    }
}
