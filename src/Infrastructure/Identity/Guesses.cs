using System.Collections.Concurrent;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Administration;

namespace RealTimeForum.Infrastructure.Identity;

/// <summary>In memory of this node: what is forgotten with it had no account to protect, or a session that can be ended.</summary>
internal sealed class Guesses(SettingsBoard settings, TimeProvider clock) : IGuesses
{
    private const int MostKept = 50_000;

    private readonly ConcurrentDictionary<string, Failures> _kept = new(StringComparer.Ordinal);

    public DateTimeOffset? SlowedUntil(string what) => settings.AreLimitsOn && _kept.TryGetValue(what, out var failures) ? failures.HoldsUntil(clock.GetUtcNow()) : null;

    public void Failed(string what)
    {
        if (!settings.AreLimitsOn) return;
        if (_kept.Count >= MostKept) ForgetOld();
        _kept.AddOrUpdate(what, static (_, now) => Failures.None.Plus(now.Free, now.Now), static (_, failures, now) => failures.Plus(now.Free, now.Now), (Free: settings.Current.SignInFailures, Now: clock.GetUtcNow()));
    }

    public void Succeeded(string what) => _kept.TryRemove(what, out _);

    /// <summary>What counts no more; where that is not enough, everything.</summary>
    private void ForgetOld()
    {
        var since = clock.GetUtcNow() - Failures.Window;
        foreach (var (what, failures) in _kept)
        {
            if (failures.LastAt < since) _kept.TryRemove(what, out _);
        }
        if (_kept.Count >= MostKept) _kept.Clear();
    }
}
