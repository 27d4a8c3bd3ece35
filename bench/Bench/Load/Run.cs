using System.Diagnostics;
using RealTimeForum.Bench.Processes;

namespace RealTimeForum.Bench.Load;

/// <summary>What one run of some seconds gave.</summary>
/// <param name="Rate">A second.</param>
/// <param name="ServerCores">Processor time of the server over time: 1 is one processor.</param>
/// <param name="RssMiB">Resident memory of the server right after.</param>
/// <param name="Curve">Milliseconds at each of <see cref="Percentiles"/>.</param>
internal sealed record Run(double Rate, double P50, double P99, double P999, double ServerCores, double ClientCores, double RssMiB, int Errors, IReadOnlyList<double> Curve)
{
    public static readonly IReadOnlyList<double> Percentiles = [1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98, 99, 99.5, 99.9, 99.99];

    /// <param name="count">What is counted for the rate; null counts the latencies.</param>
    public static async Task<Run> MeasureAsync(ServerProcess? server, Func<Task<Outcome>> load, Func<long>? count = null)
    {
        var (serverBefore, clientBefore, countBefore) = (server?.Processor() ?? default, ServerProcess.ProcessorOf(Environment.ProcessId), count?.Invoke() ?? 0);
        var start = Stopwatch.GetTimestamp();
        var done = await load();
        var wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        // The last answer was heard on the sockets' own thread; what follows here may take its time.
        await Task.Yield();
        var server1 = ((server?.Processor() ?? default) - serverBefore).TotalSeconds / wall;
        var client1 = (ServerProcess.ProcessorOf(Environment.ProcessId) - clientBefore).TotalSeconds / wall;
        var counted = count is null ? done.Ticks.Count : count() - countBefore;
        return Of(done, counted / done.Took.TotalSeconds) with { ServerCores = server1, ClientCores = client1, RssMiB = (server?.Rss() ?? 0) / 1024.0 };
    }

    public static Run Of(Outcome load, double rate)
    {
        var ticks = load.Ticks;
        ticks.Sort();
        double At(double percentile) => ticks.Count == 0 ? 0 : ticks[(int)Math.Min(ticks.Count - 1, ticks.Count * percentile / 100)] * 1000.0 / Stopwatch.Frequency;
        return new Run(rate, At(50), At(99), At(99.9), 0, 0, 0, load.Errors, [.. Percentiles.Select(At)]);
    }
}

/// <summary>Runs of the limit and of the product, one after the other in turns.</summary>
internal sealed record Turns(IReadOnlyList<Run> Limit, IReadOnlyList<Run> Product)
{
    public const int Count = 3;

    public static async Task<Turns> TakeAsync(Func<Task<Run>>? limit, Func<Task<Run>> product)
    {
        List<Run> limits = [], products = [];
        for (var turn = 0; turn < Count; turn++)
        {
            if (limit is not null) limits.Add(await limit());
            products.Add(await product());
        }
        return new Turns(limits, products);
    }

    /// <summary>Product over limit, each turn with its own limit.</summary>
    public IReadOnlyList<double> Ratios(Func<Run, double> value) => [.. Product.Zip(Limit, (product, limit) => value(product) / value(limit))];
}

/// <summary>Runs until the compiler has done its part: until another two seconds make it hardly faster.</summary>
internal static class WarmUp
{
    private const double HardlyFaster = 1.05;
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(10);

    /// <param name="load">Of so many seconds.</param>
    public static async Task RunAsync(Func<TimeSpan, Task<Outcome>> load)
    {
        var start = Stopwatch.GetTimestamp();
        var (best, quiet) = (0.0, 0);
        while (quiet < 2 && Stopwatch.GetElapsedTime(start) < AtMost)
        {
            var done = await load(TimeSpan.FromSeconds(2));
            await Task.Yield();
            var rate = done.Ticks.Count / done.Took.TotalSeconds;
            quiet = rate > best * HardlyFaster ? 0 : quiet + 1;
            best = Math.Max(best, rate);
        }
    }
}

internal static class Medians
{
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[sorted.Count / 2];
    }
}
