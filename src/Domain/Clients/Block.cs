using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Clients;

/// <summary>Somebody wants nothing to do with somebody else: from then on neither learns when the other is here, writes to them or calls them.</summary>
public sealed class Block(UserId blocker, UserId blocked, DateTimeOffset at)
{
    public UserId Blocker { get; private set; } = blocker;

    public UserId Blocked { get; private set; } = blocked;

    public DateTimeOffset At { get; private set; } = at;
}

public interface IBlockRepository
{
    ValueTask<Block?> FindAsync(UserId blocker, UserId blocked, CancellationToken cancellationToken);

    void Add(Block block);

    void Remove(Block block);
}

public static class BlockErrors
{
    public static readonly Error Yourself = Error.OfField("block.yourself", "userId", "You cannot block yourself.");
}
