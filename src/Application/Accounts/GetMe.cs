using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>My own account.</summary>
public sealed record GetMe : IQuery<Result<MeView>>;

public sealed class GetMeHandler(IReadDb db, IActor actor) : IQueryHandler<GetMe, Result<MeView>>
{
    public async ValueTask<Result<MeView>> Handle(GetMe query, CancellationToken cancellationToken) =>
        await db.FirstAsync(db.Users.Where(user => user.Id == actor.UserId), cancellationToken) is { } me ? MeView.Of(me) : UserErrors.NotFound;
}
