using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.Infrastructure.Realtime;

/// <summary>Gives back the memory of a busy hour when hardly anything happens any more: once each time. Who is still there waits for it.</summary>
internal sealed class IdleTrim(ConnectionManager connections, ReadPool pool, TimeProvider clock) : BackgroundService
{
    private const int QuietPauses = 3;

    /// <summary>Bytes that are allocated in a pause in which nothing happens, with room to spare.</summary>
    private const long Little = 1 << 20;

    /// <summary>Bytes that must have been allocated for a trim to be worth it, if not half of the sockets went.</summary>
    private const long Much = 64 << 20;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (quiet, last, trimmed, people) = (0, 0L, 0L, 0);
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var allocated = GC.GetTotalAllocatedBytes();
            quiet = allocated - last < Little ? quiet + 1 : 0;
            last = allocated;
            if (quiet < QuietPauses || (allocated - trimmed < Much && connections.Count >= people / 2)) continue;
            (trimmed, people) = (allocated, connections.Count);
            pool.Trim();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            TrimNative();
        }
    }

    /// <summary>What SQLite let go of: glibc keeps it for each thread until it is asked. Another C library has no such function and needs none.</summary>
    private static unsafe void TrimNative()
    {
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var libc) && NativeLibrary.TryGetExport(libc, "malloc_trim", out var trim)) ((delegate* unmanaged<nuint, int>)trim)(0);
    }
}
