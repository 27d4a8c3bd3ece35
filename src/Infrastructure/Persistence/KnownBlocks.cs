using System.Collections.Concurrent;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Persistence;

/// <summary>Whom people blocked, and who blocked them, as last committed.</summary>
internal sealed class KnownBlocks(ReadPool pool, Freshness freshness)
{
    private const int MostPeople = 50_000;

    private readonly ConcurrentDictionary<UserId, (long Number, IReadOnlyDictionary<UserId, bool> Blocks)> _known = new();

    public async ValueTask<IReadOnlyDictionary<UserId, bool>> OfAsync(UserId user)
    {
        var number = freshness.People;
        if (_known.TryGetValue(user, out var known) && known.Number == number) return known.Blocks;
        if (_known.Count >= MostPeople) _known.Clear();
        var db = pool.Rent();
        try
        {
            var blocks = await ReadAsync(db, user);
            _known[user] = (number, blocks);
            return blocks;
        }
        finally
        {
            pool.Return(db);
        }
    }

    /// <returns>Those whom somebody blocked, true, and those who only blocked them.</returns>
    public static async Task<IReadOnlyDictionary<UserId, bool>> ReadAsync(ForumDb db, UserId user)
    {
        Dictionary<UserId, bool> blocks = [];
        await foreach (var block in CompiledQueries.Of(db).Blocks(db, user))
        {
            if (block.Blocker == user) blocks[block.Blocked] = true;
            else blocks.TryAdd(block.Blocker, false);
        }
        return blocks;
    }
}
