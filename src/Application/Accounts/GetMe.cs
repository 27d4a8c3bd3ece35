using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>My own account.</summary>
public sealed record GetMe : IQuery<Result<MeView>>;

public sealed class GetMeHandler(IReadDb db, IActor actor) : IQueryHandler<GetMe, Result<MeView>>
{
    public async ValueTask<Result<MeView>> Handle(GetMe query, CancellationToken cancellationToken)
    {
        if (await db.FirstAsync(db.Users.Where(user => user.Id == actor.UserId), cancellationToken) is not { } me) return UserErrors.NotFound;
        // Who waits for approval has no chat side yet.
        return MeView.Of(me, await db.FirstAsync(db.Clients.Where(client => client.Id == me.Id), cancellationToken) ?? new Client(me.Id, me.JoinedAt));
    }
}
