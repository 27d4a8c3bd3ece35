using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using RealTimeForum.Application.Ports;

namespace RealTimeForum.Infrastructure.Realtime;

/// <summary>So much of a limit was used on one node.</summary>
/// <param name="Key">Whose limit, and of what.</param>
/// <param name="Permits">The whole limit, in the window.</param>
public sealed record LimitUse(string Key, int Permits, TimeSpan Window, int Used);

/// <summary>What people used of their limits on one node counts on the others too.</summary>
public sealed record LimitsUsed(Guid Node, IReadOnlyList<LimitUse> Uses) : LiveEvent;

/// <summary>Limits by key, in a sliding window. What is used on other nodes is taken off here as well, a moment later.</summary>
public sealed class SharedLimits
{
    private const int Segments = 12;

    /// <summary>So much of a limit is used here before the others are told: most people never come so far.</summary>
    private const int ToldParts = 10;

    private readonly ConcurrentDictionary<string, Limit> _limits = new(StringComparer.Ordinal);

    /// <summary>Of this process.</summary>
    public Guid Node { get; } = Guid.NewGuid();

    /// <summary>For a partition, which disposes of it when it was not used for long.</summary>
    public RateLimiter Of(string key, int permits, TimeSpan window) => _limits.GetOrAdd(key, _ => new Limit(permits, window)).For(key, this);

    public void UsedElsewhere(LimitsUsed used)
    {
        if (used.Node == Node) return;
        foreach (var use in used.Uses) _limits.GetOrAdd(use.Key, _ => new Limit(use.Permits, use.Window)).TakeOff(use.Used);
    }

    /// <summary>Those known from others only are nobody's to fill up again: to be called more often than a window's part lasts.</summary>
    public void Replenish()
    {
        foreach (var (key, limit) in _limits)
        {
            if (limit.IsForgotten) _limits.TryRemove(new KeyValuePair<string, Limit>(key, limit));
        }
    }

    /// <summary>What others should know, since the last call.</summary>
    public IReadOnlyList<LimitUse> TakeUsed()
    {
        List<LimitUse> uses = [];
        foreach (var (key, limit) in _limits)
        {
            if (limit.TakeUsed() is { } used) uses.Add(new LimitUse(key, limit.Permits, limit.Window, used));
        }
        return uses;
    }

    private sealed class Limit(int permits, TimeSpan window) : ReplenishingRateLimiter
    {
        private readonly SlidingWindowRateLimiter _window = new(new SlidingWindowRateLimiterOptions { PermitLimit = permits, Window = window, SegmentsPerWindow = Segments, AutoReplenishment = false });
        private (string Key, SharedLimits All)? _owner;
        private int _used;
        private long _toldAt = long.MinValue;

        public int Permits => permits;

        public TimeSpan Window => window;

        public override TimeSpan? IdleDuration => _window.IdleDuration;

        public override bool IsAutoReplenishing => false;

        public override TimeSpan ReplenishmentPeriod => _window.ReplenishmentPeriod;

        /// <summary>Known from others only, and it is full again.</summary>
        public bool IsForgotten => _owner is null && _window.TryReplenish() && IdleDuration > window;

        public Limit For(string key, SharedLimits all)
        {
            _owner = (key, all);
            return this;
        }

        public void TakeOff(int count)
        {
            _window.TryReplenish();
            using var taken = _window.AttemptAcquire((int)Math.Min(count, _window.GetStatistics()!.CurrentAvailablePermits));
        }

        public int? TakeUsed()
        {
            var used = Volatile.Read(ref _used);
            // Of whom the others heard in this window they hear the rest too.
            var now = Environment.TickCount64;
            if (used == 0 || (used < permits / ToldParts && now - window.TotalMilliseconds > _toldAt)) return null;
            _toldAt = now;
            Interlocked.Add(ref _used, -used);
            return used;
        }

        public override RateLimiterStatistics? GetStatistics() => _window.GetStatistics();

        public override bool TryReplenish() => _window.TryReplenish();

        protected override RateLimitLease AttemptAcquireCore(int permitCount)
        {
            var lease = _window.AttemptAcquire(permitCount);
            if (lease.IsAcquired) Interlocked.Add(ref _used, permitCount);
            return lease;
        }

        protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
        {
            var lease = await _window.AcquireAsync(permitCount, cancellationToken);
            if (lease.IsAcquired) Interlocked.Add(ref _used, permitCount);
            return lease;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                if (_owner is var (key, all)) all._limits.TryRemove(new KeyValuePair<string, Limit>(key, this));
                _window.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
