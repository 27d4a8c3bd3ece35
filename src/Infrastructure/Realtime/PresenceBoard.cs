using System.Collections.Concurrent;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Realtime;

/// <summary>Who is online and may be seen. A page reload is no absence: somebody counts as here for a while after their last connection closed.</summary>
public sealed class PresenceBoard : IPresence
{
    /// <summary>More changes than this in one second leave as one <c>presence.reset</c>, and so do those of the next second.</summary>
    public const int MaxFramesPerSecond = 100;

    private readonly ConcurrentDictionary<UserId, HereNow> _here = new();

    /// <summary>On other nodes; whether they are away there.</summary>
    private readonly ConcurrentDictionary<UserId, bool> _elsewhere = new();
    private int _changesThisSecond;
    private bool _isCrowded;
    private long _changes;

    public IReadOnlyCollection<UserId> Online => _elsewhere.IsEmpty ? [.. _here.Keys] : [.. _here.Keys.Union(_elsewhere.Keys)];

    /// <summary>Those of this node.</summary>
    internal IEnumerable<(UserId User, bool IsAway)> Here => _here.Select(here => (here.Key, here.Value.IsAway));

    /// <summary>Told of what moves on this node: null is gone.</summary>
    internal Action<UserId, bool?>? Moved { get; set; }

    public long Changes => Interlocked.Read(ref _changes);

    public bool IsOnline(UserId user) => _here.ContainsKey(user) || _elsewhere.ContainsKey(user);

    public bool IsAway(UserId user) => StateOf(user) is true;

    internal bool IsHere(UserId user) => _here.ContainsKey(user);

    /// <returns>What is told now; null when nothing changed, or too much changes at once.</returns>
    internal Frame? Arrived(UserId user, bool isAway, DateTimeOffset now)
    {
        var (before, here) = (StateOf(user), _here.TryGetValue(user, out var known) ? known : null);
        _here[user] = new HereNow(Left: null, isAway);
        if (here?.IsAway != isAway) Moved?.Invoke(user, isAway);
        return Compared(user, before, now);
    }

    /// <summary>The last connection closed; they may come back at once.</summary>
    /// <param name="timestamp">How long they are gone is measured from here: clocks on the wall jump.</param>
    internal void Left(UserId user, DateTimeOffset now, long timestamp)
    {
        if (_here.TryGetValue(user, out var here)) _here[user] = here with { Left = (now, timestamp) };
    }

    /// <summary>Nobody sees them any more, whether they stay or not.</summary>
    internal Frame? Hidden(UserId user, DateTimeOffset now)
    {
        var before = StateOf(user);
        if (!_here.TryRemove(user, out _)) return null;
        Moved?.Invoke(user, null);
        return Compared(user, before, now);
    }

    /// <param name="isAway">Null when they are on no other node.</param>
    internal Frame? Elsewhere(UserId user, bool? isAway, DateTimeOffset now)
    {
        var before = StateOf(user);
        if (isAway is { } away) _elsewhere[user] = away;
        else _elsewhere.TryRemove(user, out _);
        return Compared(user, before, now);
    }

    /// <summary>Whether they are here to somebody who learns of them only now.</summary>
    internal Frame? Now(UserId user, DateTimeOffset now) => StateOf(user) is { } isAway ? Changed(user, isOnline: true, isAway, now) : null;

    /// <summary>Takes those off whose last connection closed long enough ago.</summary>
    internal IReadOnlyList<(UserId User, DateTimeOffset LastSeen)> TakeGone(Func<long, bool> isLongAgo)
    {
        List<(UserId, DateTimeOffset)> gone = [];
        foreach (var (user, here) in _here)
        {
            if (here.Left is not { } left || !isLongAgo(left.Timestamp) || !_here.TryRemove(user, out _)) continue;
            Moved?.Invoke(user, null);
            if (!_elsewhere.ContainsKey(user)) gone.Add((user, left.At));
        }
        if (gone.Count > 0) Interlocked.Increment(ref _changes);
        return gone;
    }

    /// <summary>Ends the second.</summary>
    /// <returns>Whether too much changed in it, with those who are gone, to tell each.</returns>
    internal bool EndSecond(int gone)
    {
        var changes = _changesThisSecond + gone;
        var isReset = changes > MaxFramesPerSecond || (_isCrowded && changes > 0);
        (_changesThisSecond, _isCrowded) = (0, changes > MaxFramesPerSecond);
        return isReset;
    }

    internal static Frame Reset { get; } = new("presence.reset", null, null, null);

    internal static Frame Gone(UserId user, DateTimeOffset? lastSeenAt) => Changed(user, isOnline: false, isAway: false, lastSeenAt);

    /// <returns>Whether they are away on all their devices; null when they have none.</returns>
    private bool? StateOf(UserId user)
    {
        bool? here = _here.TryGetValue(user, out var known) ? known.IsAway : null;
        bool? elsewhere = _elsewhere.TryGetValue(user, out var isAway) ? isAway : null;
        return here is null || elsewhere is null ? here ?? elsewhere : here.Value && elsewhere.Value;
    }

    private Frame? Compared(UserId user, bool? before, DateTimeOffset now)
    {
        var after = StateOf(user);
        if (after == before) return null;
        Interlocked.Increment(ref _changes);
        return Told(Changed(user, after is not null, after is true, now));
    }

    private Frame? Told(Frame frame) => ++_changesThisSecond <= MaxFramesPerSecond && !_isCrowded ? frame : null;

    private static Frame Changed(UserId user, bool isOnline, bool isAway, DateTimeOffset? lastSeenAt) =>
        new("presence.changed", null, null, new PresenceData(user.Value, isOnline, isAway, lastSeenAt));

    private sealed record HereNow((DateTimeOffset At, long Timestamp)? Left, bool IsAway);

    private sealed record PresenceData(Guid UserId, bool IsOnline, bool IsAway, DateTimeOffset? LastSeenAt);
}
