using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Uploads;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>My own account.</summary>
public sealed record GetMe : IQuery<Result<MeView>>;

public sealed class GetMeHandler(IReadDb db, IActor actor, TimeProvider clock) : IQueryHandler<GetMe, Result<MeView>>
{
    public async ValueTask<Result<MeView>> Handle(GetMe query, CancellationToken cancellationToken)
    {
        if (await db.FirstAsync(db.Users.Where(user => user.Id == actor.UserId), cancellationToken) is not { } me) return UserErrors.NotFound;
        // Who waits for approval has no chat side yet.
        var client = await db.FirstAsync(db.Clients.Where(client => client.Id == me.Id), cancellationToken) ?? new Client(me.Id, me.JoinedAt);
        var now = clock.GetUtcNow();
        var asked = await db.FirstAsync(
            db.MailedTokens.Where(token => token.UserId == me.Id && token.Purpose == MailedPurpose.ChangeEmail && token.EmailKey == me.EmailKey && token.ExpiresAt > now)
                .OrderByDescending(token => token.MadeAt).Select(token => token.NewEmail), cancellationToken);
        return MeView.Of(me, client) with { Account = AccountView.Of(me) with { NewEmail = asked?.Value }, AvatarUrl = await db.PictureAsync(UploadUse.Avatar, me.Id.Value, cancellationToken) };
    }
}
