using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Accounts;

/// <summary>My devices, the latest used first.</summary>
public sealed record ListSessions : IQuery<Result<Page<SessionView>>>;

/// <param name="IsCurrent">The one that asks.</param>
public sealed record SessionView(Guid Id, string UserAgent, string Address, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, bool IsCurrent);

public sealed class ListSessionsHandler(IReadDb db, IActor actor) : IQueryHandler<ListSessions, Result<Page<SessionView>>>
{
    public async ValueTask<Result<Page<SessionView>>> Handle(ListSessions query, CancellationToken cancellationToken)
    {
        var mine = await db.ListAsync(db.Sessions.Where(session => session.UserId == actor.UserId).OrderByDescending(session => session.LastUsedAt), cancellationToken);
        return Page.Whole<SessionView>([.. mine.Select(session => new SessionView(
            session.Id.Value, session.UserAgent, session.Address, session.CreatedAt, session.LastUsedAt, session.Id == actor.SessionId))]);
    }
}
