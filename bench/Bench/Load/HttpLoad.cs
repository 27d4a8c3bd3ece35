using System.Diagnostics;
using System.Net;

namespace RealTimeForum.Bench.Load;

/// <summary>Closed-loop connections: each sends its next request when the last was answered.</summary>
internal static class HttpLoad
{
    /// <param name="requests">What a connection sends as its n-th request.</param>
    public static async Task<Outcome> RunAsync(IPEndPoint server, int connections, TimeSpan time, Func<int, int, ReadOnlyMemory<byte>> requests, int expected = 200)
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => HttpConnection.OpenAsync(server)));
        var start = Stopwatch.GetTimestamp();
        var until = start + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var results = await Task.WhenAll(opened.Select((connection, index) => LoopAsync(connection, index, until, requests, expected)));
        var took = Stopwatch.GetElapsedTime(start);
        foreach (var connection in opened) connection.Dispose();
        return new Outcome(took, [.. results.SelectMany(result => result.Ticks)], results.Sum(result => result.Errors));
    }

    private static async Task<(List<long> Ticks, int Errors)> LoopAsync(HttpConnection connection, int index, long until, Func<int, int, ReadOnlyMemory<byte>> requests, int expected)
    {
        var ticks = new List<long>(64 * 1024);
        var errors = 0;
        var before = Stopwatch.GetTimestamp();
        for (var n = 0; before < until; n++)
        {
            var status = await connection.SendAsync(requests(index, n));
            var now = Stopwatch.GetTimestamp();
            ticks.Add(now - before);
            if (status != expected) errors++;
            before = now;
        }
        return (ticks, errors);
    }
}

/// <param name="Ticks">How long each took, in ticks of the stopwatch.</param>
internal sealed record Outcome(TimeSpan Took, List<long> Ticks, int Errors);
