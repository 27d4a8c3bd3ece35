using Microsoft.EntityFrameworkCore;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.Infrastructure.Text;

internal interface INicknames
{
    /// <summary>Those of these keys under which somebody is found.</summary>
    ValueTask<IReadOnlySet<string>> KnownAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);
}

internal sealed class Nicknames(ReadPool pool) : INicknames
{
    public async ValueTask<IReadOnlySet<string>> KnownAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var db = pool.Rent();
        try
        {
            return (await db.Set<User>().Where(user => keys.Contains(user.NicknameKey) && user.ErasedAt == null).Select(user => user.NicknameKey).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        }
        finally
        {
            pool.Return(db);
        }
    }
}
