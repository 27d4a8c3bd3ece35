using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace RealTimeForum.Bench.Limits;

/// <summary>Writers in a closed loop over <see cref="SharedCommits"/>, in a process of its own; prints what it measured as JSON.</summary>
internal static class CommitLimit
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (path, writers, seconds) = (arguments[0], int.Parse(arguments[1], CultureInfo.InvariantCulture), double.Parse(arguments[2], CultureInfo.InvariantCulture));
        using var commits = new SharedCommits(path);
        await MeasureAsync(commits, writers, 1);
        var before = Environment.CpuUsage.TotalTime;
        var (took, ticks) = await MeasureAsync(commits, writers, seconds);
        Console.WriteLine(JsonSerializer.Serialize(new Measured(took, (Environment.CpuUsage.TotalTime - before).TotalSeconds / took, ticks)));
        return 0;
    }

    private static async Task<(double Took, List<long> Ticks)> MeasureAsync(SharedCommits commits, int writers, double seconds)
    {
        var start = Stopwatch.GetTimestamp();
        var until = start + (long)(seconds * Stopwatch.Frequency);
        var loops = await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            List<long> ticks = [];
            var before = Stopwatch.GetTimestamp();
            while (before < until)
            {
                await commits.AppendAsync();
                var now = Stopwatch.GetTimestamp();
                ticks.Add(now - before);
                before = now;
            }
            return ticks;
        })));
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, [.. loops.SelectMany(ticks => ticks)]);
    }

    internal sealed record Measured(double Took, double Cores, List<long> Ticks);
}
