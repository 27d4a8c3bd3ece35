using System.Collections.Concurrent;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Realtime;

/// <summary>Who is online. A page reload is no absence: somebody counts as here for a while after their last connection closed.</summary>
public sealed class PresenceBoard : IPresence
{
    /// <summary>More changes than this in one second leave as one <c>presence.reset</c>.</summary>
    public const int MaxFramesPerSecond = 100;

    private readonly ConcurrentDictionary<UserId, DateTimeOffset?> _here = new();
    private int _framesThisSecond;

    public IReadOnlyCollection<UserId> Online => [.. _here.Keys];

    public bool IsOnline(UserId user) => _here.ContainsKey(user);

    /// <returns>What everyone is told now; null when nothing changed, or too much changes at once.</returns>
    internal Frame? Arrived(UserId user, DateTimeOffset now)
    {
        var isNew = _here.TryAdd(user, null);
        if (!isNew) _here[user] = null;
        return isNew && ++_framesThisSecond <= MaxFramesPerSecond ? Changed(user, isOnline: true, now) : null;
    }

    internal void Left(UserId user, DateTimeOffset now) => _here[user] = now;

    /// <summary>Takes those off whose last connection closed before <paramref name="before"/>.</summary>
    internal IReadOnlyList<(UserId User, DateTimeOffset LastSeen)> TakeGone(DateTimeOffset before)
    {
        List<(UserId, DateTimeOffset)> gone = [];
        foreach (var (user, left) in _here)
        {
            if (left is { } at && at <= before && _here.TryRemove(user, out _)) gone.Add((user, at));
        }
        return gone;
    }

    /// <summary>Ends the second: the frames that are still to be sent for it.</summary>
    internal IReadOnlyList<Frame> TakeFrames(IReadOnlyList<(UserId User, DateTimeOffset LastSeen)> gone)
    {
        var changes = _framesThisSecond + gone.Count;
        _framesThisSecond = 0;
        return changes > MaxFramesPerSecond ? [new Frame("presence.reset", null, null, null)] : [.. gone.Select(left => Changed(left.User, isOnline: false, left.LastSeen))];
    }

    private static Frame Changed(UserId user, bool isOnline, DateTimeOffset lastSeenAt) =>
        new("presence.changed", null, null, new PresenceData(user.Value, isOnline, lastSeenAt));

    private sealed record PresenceData(Guid UserId, bool IsOnline, DateTimeOffset LastSeenAt);
}
