using System.Collections.Concurrent;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Realtime;

/// <summary>Who is online and may be seen. A page reload is no absence: somebody counts as here for a while after their last connection closed.</summary>
public sealed class PresenceBoard : IPresence
{
    /// <summary>More changes than this in one second leave as one <c>presence.reset</c>.</summary>
    public const int MaxFramesPerSecond = 100;

    private readonly ConcurrentDictionary<UserId, Here> _here = new();
    private int _changesThisSecond;
    private long _changes;

    public IReadOnlyCollection<UserId> Online => [.. _here.Keys];

    public long Changes => Interlocked.Read(ref _changes);

    public bool IsOnline(UserId user) => _here.ContainsKey(user);

    public bool IsAway(UserId user) => _here.TryGetValue(user, out var here) && here.IsAway;

    /// <returns>What is told now; null when nothing changed, or too much changes at once.</returns>
    internal Frame? Arrived(UserId user, bool isAway, DateTimeOffset now)
    {
        var before = _here.TryGetValue(user, out var here) ? here : null;
        _here[user] = new Here(Left: null, isAway);
        if (before?.IsAway == isAway) return null;
        Interlocked.Increment(ref _changes);
        return Told(Changed(user, isOnline: true, isAway, now));
    }

    /// <summary>The last connection closed; they may come back at once.</summary>
    internal void Left(UserId user, DateTimeOffset now)
    {
        if (_here.TryGetValue(user, out var here)) _here[user] = here with { Left = now };
    }

    /// <summary>Nobody sees them any more, whether they stay or not.</summary>
    internal Frame? Hidden(UserId user, DateTimeOffset now)
    {
        if (!_here.TryRemove(user, out _)) return null;
        Interlocked.Increment(ref _changes);
        return Told(Changed(user, isOnline: false, isAway: false, now));
    }

    /// <summary>Whether they are here to somebody who learns of them only now.</summary>
    internal Frame? Now(UserId user, DateTimeOffset now) => _here.TryGetValue(user, out var here) ? Changed(user, isOnline: true, here.IsAway, now) : null;

    /// <summary>Takes those off whose last connection closed before <paramref name="before"/>.</summary>
    internal IReadOnlyList<(UserId User, DateTimeOffset LastSeen)> TakeGone(DateTimeOffset before)
    {
        List<(UserId, DateTimeOffset)> gone = [];
        foreach (var (user, here) in _here)
        {
            if (here.Left is { } at && at <= before && _here.TryRemove(user, out _)) gone.Add((user, at));
        }
        if (gone.Count > 0) Interlocked.Increment(ref _changes);
        return gone;
    }

    /// <summary>Ends the second.</summary>
    /// <returns>Whether too much changed in it, with those who are gone, to tell each.</returns>
    internal bool EndSecond(int gone)
    {
        var changes = _changesThisSecond + gone;
        _changesThisSecond = 0;
        return changes > MaxFramesPerSecond;
    }

    internal static Frame Reset { get; } = new("presence.reset", null, null, null);

    internal static Frame Gone(UserId user, DateTimeOffset? lastSeenAt) => Changed(user, isOnline: false, isAway: false, lastSeenAt);

    private Frame? Told(Frame frame) => ++_changesThisSecond <= MaxFramesPerSecond ? frame : null;

    private static Frame Changed(UserId user, bool isOnline, bool isAway, DateTimeOffset? lastSeenAt) =>
        new("presence.changed", null, null, new PresenceData(user.Value, isOnline, isAway, lastSeenAt));

    private sealed record Here(DateTimeOffset? Left, bool IsAway);

    private sealed record PresenceData(Guid UserId, bool IsOnline, bool IsAway, DateTimeOffset? LastSeenAt);
}
