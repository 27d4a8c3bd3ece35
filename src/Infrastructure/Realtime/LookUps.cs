using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.Infrastructure.Realtime;

internal sealed class ClientLookup(ReadPool pool) : IClientLookup
{
    public async Task<(ClientPrivacy Privacy, IReadOnlyList<LiveMembership> Chats, IReadOnlyList<UserId> Apart)> FindAsync(UserId user)
    {
        var db = pool.Rent();
        try
        {
            var client = await CompiledQueries.Of(db).Client(db, user) ?? throw new InvalidOperationException("Everyone who signed up is a client.");
            return (ClientPrivacy.Of(client), await CompiledQueries.Of(db).LiveMemberships(db, user).ToListAsync(), [.. (await KnownBlocks.ReadAsync(db, user)).Keys]);
        }
        finally
        {
            pool.Return(db);
        }
    }
}

internal sealed class SessionLookup(ReadPool pool, IOptions<ForumOptions> options) : ISessionLookup
{
    public async Task<SignedInUser?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken)
    {
        var db = pool.Rent();
        try
        {
            if (await CompiledQueries.Of(db).Session(db, tokenHash) is { } found)
            {
                return new SignedInUser(
                    found.Session.Id, found.User.Id, found.User.Nickname.Value, StandingOf(found.User, Scopes.All), IsApiToken: false, found.Session.LastUsedAt,
                    found.Session.CreatedAt + options.Value.Sessions.Absolute);
            }

            var token =
                from t in db.Set<ApiToken>()
                where t.TokenHash == tokenHash
                join u in db.Set<User>() on t.UserId equals u.Id
                select new { Token = t, User = u };
            return await token.FirstOrDefaultAsync(cancellationToken) is { } bearer
                ? new SignedInUser(
                    bearer.Token.Id, bearer.User.Id, bearer.User.Nickname.Value, StandingOf(bearer.User, bearer.Token.Scopes), IsApiToken: true, bearer.Token.LastUsedAt ?? bearer.Token.CreatedAt,
                    bearer.Token.ExpiresAt)
                : null;
        }
        finally
        {
            pool.Return(db);
        }
    }

    private static Standing StandingOf(User user, Scopes scopes) => new(user.Role, scopes, user.Suspension, user.IsWaiting, LacksSecondFactor: !user.HasTwoFactor);
}
