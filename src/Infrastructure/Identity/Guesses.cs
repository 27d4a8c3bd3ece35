using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Administration;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.Infrastructure.Identity;

/// <param name="What">Only a hash: names that nobody has may be anything that somebody typed.</param>
/// <param name="WereForgiven">A right one came first: what was counted before is forgotten.</param>
internal sealed record GuessCount(string What, int Failures, bool WereForgiven);

/// <summary>Wrong passwords on one node count on the others too.</summary>
internal sealed record GuessesMade(Guid Node, IReadOnlyList<GuessCount> Counts) : LiveEvent;

/// <summary>In memory: what is forgotten with the last node had no account to protect, or a session that can be ended. Other nodes hear of it a moment later.</summary>
internal sealed class Guesses(SettingsBoard settings, IDatabaseProduct database, TimeProvider clock) : IGuesses
{
    private const int MostKept = 50_000;

    private readonly ConcurrentDictionary<string, Failures> _kept = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, GuessCount> _untold = new(StringComparer.Ordinal);

    /// <summary>Of this process.</summary>
    public Guid Node { get; } = Guid.NewGuid();

    public DateTimeOffset? SlowedUntil(string what) => settings.AreLimitsOn && _kept.TryGetValue(KeyOf(what), out var failures) ? failures.HoldsUntil(clock.GetUtcNow()) : null;

    public void Failed(string what)
    {
        if (!settings.AreLimitsOn) return;
        var key = KeyOf(what);
        Count(key);
        if (database.IsShared) _untold.AddOrUpdate(key, new GuessCount(key, 1, WereForgiven: false), (_, count) => count with { Failures = count.Failures + 1 });
    }

    public void Succeeded(string what)
    {
        var key = KeyOf(what);
        if (_kept.TryRemove(key, out _) && database.IsShared) _untold[key] = new GuessCount(key, 0, WereForgiven: true);
    }

    /// <summary>What others should know, since the last call.</summary>
    public IReadOnlyList<GuessCount> TakeUntold()
    {
        List<GuessCount> counts = [];
        foreach (var key in _untold.Keys)
        {
            if (_untold.TryRemove(key, out var count)) counts.Add(count);
        }
        return counts;
    }

    public void MadeElsewhere(GuessesMade made)
    {
        if (made.Node == Node) return;
        foreach (var count in made.Counts)
        {
            if (count.WereForgiven) _kept.TryRemove(count.What, out _);
            for (var i = 0; i < count.Failures; i++) Count(count.What);
        }
    }

    private static string KeyOf(string what) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 16));

    private void Count(string key)
    {
        if (_kept.Count >= MostKept) ForgetOld();
        _kept.AddOrUpdate(key, static (_, now) => Failures.None.Plus(now.Free, now.Now), static (_, failures, now) => failures.Plus(now.Free, now.Now), (Free: settings.Current.SignInFailures, Now: clock.GetUtcNow()));
    }

    /// <summary>What counts no more; where that is not enough, everything.</summary>
    private void ForgetOld()
    {
        var since = clock.GetUtcNow() - Failures.Window;
        foreach (var (key, failures) in _kept)
        {
            if (failures.LastAt < since) _kept.TryRemove(key, out _);
        }
        if (_kept.Count >= MostKept) _kept.Clear();
    }
}
