using System.Threading.RateLimiting;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Administration;

namespace RealTimeForum.Infrastructure.Realtime;

internal sealed class MessageLimit : IMessageLimit, IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly Error TooMany = new("request.too_many", "You write too fast. Wait a moment.", ErrorKind.TooMany);

    private readonly PartitionedRateLimiter<UserId>? _limiter;

    public MessageLimit(SettingsBoard settings, SharedLimits limits)
    {
        if (!settings.AreLimitsOn) return;
        // Another limit is another partition: it holds from the next message on.
        _limiter = PartitionedRateLimiter.Create<UserId, string>(user => RateLimitPartition.Get(
            $"messages {user.Value} {settings.Current.MessagesPer10Seconds}", key => limits.Of(key, settings.Current.MessagesPer10Seconds, Window)));
    }

    public Error? Take(UserId user)
    {
        if (_limiter is null) return null;
        using var lease = _limiter.AttemptAcquire(user);
        if (lease.IsAcquired) return null;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        return TooMany with { RetryAfterSeconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) };
    }

    public void Dispose() => _limiter?.Dispose();
}
