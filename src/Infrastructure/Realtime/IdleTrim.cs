using Microsoft.Extensions.Hosting;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.Infrastructure.Realtime;

/// <summary>Gives back the memory of a busy hour when everybody has gone: once each time, half a minute after the last connection closed.</summary>
internal sealed class IdleTrim(ConnectionManager connections, ReadPool pool, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? emptySince = null;
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = clock.GetTimestamp();
            if (connections.Count > 0) emptySince = now;
            if (emptySince is not { } since || clock.GetElapsedTime(since, now) < After) continue;
            emptySince = null;
            pool.Trim();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
