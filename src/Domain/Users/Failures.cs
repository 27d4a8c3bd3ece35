namespace RealTimeForum.Domain.Users;

/// <summary>Wrong passwords in a row. From a number of them on, each makes the next attempt wait: a minute, two, four, eight, fifteen; so long without one, and the count begins anew.</summary>
public sealed record Failures(int Count, DateTimeOffset? LastAt, DateTimeOffset? SlowedUntil)
{
    /// <summary>Nobody waits longer, and after so long none counts any more.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    public static readonly Failures None = new(0, null, null);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    /// <returns>When the next attempt may be made; a pause longer than any there is was begun by a clock that has been put back since.</returns>
    public DateTimeOffset? HoldsUntil(DateTimeOffset now) => SlowedUntil <= now + Window ? SlowedUntil : null;

    /// <param name="free">So many are waited for by nobody.</param>
    public Failures Plus(int free, DateTimeOffset now)
    {
        var count = LastAt is { } last && now - last < Window ? Count + 1 : 1;
        var beyond = count - free;
        return new Failures(count, now, beyond < 0 ? SlowedUntil : now + (beyond < 4 ? FirstPause * (1 << beyond) : Window));
    }
}
