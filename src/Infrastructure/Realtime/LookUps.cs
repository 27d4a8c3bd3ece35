using Microsoft.EntityFrameworkCore;
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
            var client = await db.Set<Client>().FirstOrDefaultAsync(row => row.Id == user) ?? throw new InvalidOperationException("Everyone who signed up is a client.");
            var memberships =
                from member in db.Set<Member>()
                where member.UserId == user && !member.IsGone
                join chat in db.Set<Chat>() on member.ChatId equals chat.Id
                select new LiveMembership(chat.Id, member.HistoryFromSeq, chat.RequestTo);
            var apart = db.Set<Block>().Where(block => block.Blocker == user || block.Blocked == user).Select(block => block.Blocker == user ? block.Blocked : block.Blocker);
            return (ClientPrivacy.Of(client), await memberships.ToListAsync(), await apart.ToListAsync());
        }
        finally
        {
            pool.Return(db);
        }
    }
}

internal sealed class SessionLookup(ReadPool pool) : ISessionLookup
{
    public async Task<SignedInUser?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken)
    {
        var db = pool.Rent();
        try
        {
            var session =
                from s in db.Set<Session>()
                where s.TokenHash == tokenHash
                join u in db.Set<User>() on s.UserId equals u.Id
                select new { s.Id, s.UserId, u.Nickname, u.Role };
            if (await session.FirstOrDefaultAsync(cancellationToken) is { } found)
                return new SignedInUser(found.Id, found.UserId, found.Nickname.Value, found.Role, IsApiToken: false, ExpiresAt: null);

            var token =
                from t in db.Set<ApiToken>()
                where t.TokenHash == tokenHash
                join u in db.Set<User>() on t.UserId equals u.Id
                select new { t.Id, t.UserId, u.Nickname, u.Role, t.ExpiresAt };
            return await token.FirstOrDefaultAsync(cancellationToken) is { } bearer
                ? new SignedInUser(bearer.Id, bearer.UserId, bearer.Nickname.Value, bearer.Role, IsApiToken: true, bearer.ExpiresAt)
                : null;
        }
        finally
        {
            pool.Return(db);
        }
    }
}
