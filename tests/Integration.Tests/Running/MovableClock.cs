namespace RealTimeForum.Integration.Tests.Running;

/// <summary>The machine's clock, which a test can move; timers run as always.</summary>
public sealed class MovableClock : TimeProvider
{
    private long _ticksAhead;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticksAhead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ticksAhead));
}
