namespace RealTimeForum.Infrastructure.Persistence;

/// <summary>Counts commits that changed what the forum's readers see: what was made from rows at one number is right until the next.</summary>
public sealed class Freshness
{
    private long _forum;

    /// <summary>Of posts, comments and whatever is shown with them.</summary>
    public long Forum => Interlocked.Read(ref _forum);

    /// <summary>After the commit, and before anybody is told of it.</summary>
    internal void ForumChanged() => Interlocked.Increment(ref _forum);
}
