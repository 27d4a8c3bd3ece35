using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Uploads;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>My own account.</summary>
public sealed record GetMe : IQuery<Result<MeView>>;

public sealed class GetMeHandler(IReadDb db, IActor actor) : IQueryHandler<GetMe, Result<MeView>>
{
    public async ValueTask<Result<MeView>> Handle(GetMe query, CancellationToken cancellationToken)
    {
        var mine = db.Users.Where(user => user.Id == actor.UserId).Join(db.Clients, user => user.Id, client => client.Id, (user, client) => new { User = user, Client = client });
        return await db.FirstAsync(mine, cancellationToken) is { } me
            ? MeView.Of(me.User, me.Client) with { AvatarUrl = await db.PictureAsync(UploadUse.Avatar, me.User.Id.Value, cancellationToken) }
            : UserErrors.NotFound;
    }
}
