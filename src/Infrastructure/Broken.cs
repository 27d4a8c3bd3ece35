namespace RealTimeForum.Infrastructure;

/// <summary>A promise broken on purpose, for the tests that break things to show that they would notice. Never outside the environment <c>Testing</c>.</summary>
internal static class Broken
{
    private static readonly string? Way =
        Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") == "Testing" ? Environment.GetEnvironmentVariable("FORUM_BROKEN") : null;

    /// <summary>A write is answered before its commit.</summary>
    public static bool AnswersEarly { get; } = Way == "answers-early";

    /// <summary>A commit does not wait for the disk.</summary>
    public static bool SyncsLate { get; } = Way == "syncs-late";

    /// <summary>Sockets are not told that the program stops.</summary>
    public static bool LeavesSilently { get; } = Way == "leaves-silently";

    /// <summary>Spans of time are measured by the clock on the wall.</summary>
    public static bool TrustsWallClock { get; } = Way == "trusts-wall-clock";

    /// <summary>What other nodes did is heard from Redis or never.</summary>
    public static bool HearsRedisOnly { get; } = Way == "hears-redis-only";

    public sealed class WallClock : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => GetUtcNow().UtcTicks;
    }
}
