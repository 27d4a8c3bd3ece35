using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Persistence;

/// <summary>Which chats somebody is in.</summary>
public sealed class Memberships
{
    private readonly ReadPool _pool;

    internal Memberships(ReadPool pool) => _pool = pool;

    public async Task<IReadOnlyList<ChatId>> OfAsync(UserId user, CancellationToken cancellationToken)
    {
        var db = _pool.Rent();
        try { return await CompiledQueries.Of(db).Memberships(db, user).ToListAsync(cancellationToken); }
        finally { _pool.Return(db); }
    }
}
