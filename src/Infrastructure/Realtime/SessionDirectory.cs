using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Realtime;

/// <param name="IsApiToken">Came as a bearer token, not as a browser's cookie.</param>
/// <param name="LastUsedAt">As the database knows it; a token's is not looked at.</param>
/// <param name="ExpiresAt">However much it is used; null never.</param>
public sealed record SignedInUser(SessionId SessionId, UserId UserId, string Nickname, Standing Standing, bool IsApiToken, DateTimeOffset LastUsedAt, DateTimeOffset? ExpiresAt);

/// <summary>Finds the session or API token with this hash in the database.</summary>
public interface ISessionLookup
{
    Task<SignedInUser?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken);
}

/// <summary>Who a token belongs to, kept in memory until it is revoked: no request reads the database to learn who asks.</summary>
public sealed class SessionDirectory(ISessionLookup lookup, IOptions<ForumOptions> options, TimeProvider clock)
{
    private const int MaxKept = 200_000;

    private readonly ConcurrentDictionary<Key, SignedInUser> _known = new();
    private readonly ConcurrentDictionary<SessionId, long> _lastUses = new();
    private readonly ConcurrentDictionary<SessionId, DateTimeOffset> _used = new();
    private long _revocations;

    public async ValueTask<SignedInUser?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var hash = SecretToken.HashOf(token);
        var key = MemoryMarshal.Read<Key>(hash);
        if (!_known.TryGetValue(key, out var user))
        {
            // What was read before a revocation must not be remembered after it.
            var before = Interlocked.Read(ref _revocations);
            user = await lookup.FindAsync(hash, cancellationToken);
            if (user is null) return null;
            if (_known.Count >= MaxKept)
            {
                _known.Clear();
                _lastUses.Clear();
            }
            if (Interlocked.Read(ref _revocations) == before) _known[key] = user;
            if (Interlocked.Read(ref _revocations) != before) _known.TryRemove(key, out _);
        }
        var now = clock.GetUtcNow();
        if (user.ExpiresAt <= now || (!user.IsApiToken && !IsInUse(user, now))) return null;
        _used[user.SessionId] = now;
        return user;
    }

    /// <summary>When sessions and tokens were last used, since the last call.</summary>
    public IReadOnlyDictionary<SessionId, DateTimeOffset> TakeUsed()
    {
        var used = _used.ToArray();
        foreach (var pair in used) _used.TryRemove(pair);
        return used.ToDictionary();
    }

    public void ForgetAll() => ForgetWhere(_ => true);

    public void Forget(SessionId session) => ForgetWhere(user => user.SessionId == session);

    public void Forget(UserId user) => ForgetWhere(known => known.UserId == user);

    /// <summary>Whether it was used lately enough; if so it is used now.</summary>
    private bool IsInUse(SignedInUser user, DateTimeOffset now)
    {
        var earliest = (now - options.Value.Sessions.Idle).UtcTicks;
        if (user.LastUsedAt.UtcTicks < earliest && (!_lastUses.TryGetValue(user.SessionId, out var last) || last < earliest)) return false;
        _lastUses[user.SessionId] = now.UtcTicks;
        return true;
    }

    private void ForgetWhere(Func<SignedInUser, bool> isMeant)
    {
        Interlocked.Increment(ref _revocations);
        foreach (var (key, user) in _known)
        {
            if (isMeant(user)) _known.TryRemove(key, out _);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Key(long A, long B, long C, long D);
}
