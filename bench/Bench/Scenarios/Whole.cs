using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using RealTimeForum.Bench.Load;
using RealTimeForum.Bench.Processes;
using RealTimeForum.Bench.Report;

namespace RealTimeForum.Bench.Scenarios;

/// <summary>What the program is like as a whole: how it starts, grows and rests.</summary>
internal static class Whole
{
    public static async Task<Result> StartAsync(Lab lab)
    {
        const int Port = 5413;
        lab.StopProduct();
        var folder = lab.Copy("large", "run-start");
        var request = Api.Get("/api/posts", null);
        List<double> seconds = [];
        // The first finds nothing of the program in the file cache.
        for (var start = 0; start <= Turns.Count; start++)
        {
            var began = Stopwatch.GetTimestamp();
            using var product = lab.Launch(folder, Port);
            var took = await FirstAnswerAsync(product, request, began);
            if (start > 0) seconds.Add(took);
        }
        Directory.Delete(folder, recursive: true);
        return new Result("start", "Start to the first 200 of GET /api/posts, seeded database (published ReadyToRun)", "", [Check.AtMost("started in", "s", 0.8, "0.5 s", seconds)], null);
    }

    public static async Task<Result> GrowthAsync(Lab lab)
    {
        var (large, small) = (await lab.ProductAsync(), await lab.SmallProductAsync());
        var seconds = TimeSpan.FromSeconds(2);
        List<Check> checks = [];
        foreach (var (name, loadOf) in Loads(lab, seconds))
        {
            var (onLarge, onSmall) = (await loadOf(large), await loadOf(small));
            await onLarge.Run();
            await onSmall.Run();
            List<double> ratios = [];
            for (var turn = 0; turn < Turns.Count; turn++)
            {
                var (few, many) = (await onSmall.Run(), await onLarge.Run());
                ratios.Add(many.Ticks.Count / many.Took.TotalSeconds / (few.Ticks.Count / few.Took.TotalSeconds));
            }
            await onLarge.End();
            await onSmall.End();
            checks.Add(Check.AtLeast($"{name}, large over small", 0.8, 0.9, ratios));
        }
        lab.StopSmallProduct();
        return new Result("growth", "Growth: 100 000 posts and 1 000 000 messages against 1 000 and 10 000", "", checks, null);
    }

    public static async Task<Result> MemoryAsync(Lab lab)
    {
        var product = await lab.ProductAsync();
        await Task.Delay(TimeSpan.FromSeconds(60));
        return new Result("memory", "RssAnon 60 s after the last client left, after all of it", "",
            [Check.AtMost("RssAnon", "MiB", 250, "150 MiB", [product.RssAnon() / 1024.0])], null, string.Create(CultureInfo.InvariantCulture, $"RSS {product.Rss() / 1024.0:0} MiB."));
    }

    private static IEnumerable<(string Name, Func<ServerProcess, Task<(Func<Task<Outcome>> Run, Func<ValueTask> End)>> LoadOf)> Loads(Lab lab, TimeSpan seconds)
    {
        Func<ServerProcess, Task<(Func<Task<Outcome>>, Func<ValueTask>)>> Http(int connections, Func<ServerProcess, Task<Func<int, int, ReadOnlyMemory<byte>>>> requestsOf, int expected = 200) => async product =>
        {
            var requests = await requestsOf(product);
            return (() => HttpLoad.RunAsync(product.Address, connections, seconds, requests, expected), () => ValueTask.CompletedTask);
        };
        yield return ("feed", Http(Reads.Connections, product => Reads.FeedRequestsAsync(lab, product)));
        yield return ("post", Http(Reads.Connections, product => Reads.PostRequestsAsync(lab, product)));
        yield return ("history", Http(Reads.Connections, product => Reads.HistoryLoadAsync(lab, product)));
        yield return ("comment", Http(Writes.Commenters, product => Writes.CommentRequestsAsync(lab, product), expected: 201));
        async Task<(Func<Task<Outcome>>, Func<ValueTask>)> Send(ServerProcess product)
        {
            var (pairs, loop) = (await Writes.OpenPairsAsync(lab, product), new ClosedLoop());
            return (() => loop.RunAsync(pairs.Senders, seconds), pairs.DisposeAsync);
        }
        yield return ("send", Send);
    }

    private static async Task<double> FirstAnswerAsync(ServerProcess product, byte[] request, long began)
    {
        while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30))
        {
            try
            {
                using var connection = await HttpConnection.OpenAsync(product.Address);
                if (await connection.SendAsync(request) == 200) return Stopwatch.GetElapsedTime(began).TotalSeconds;
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                // Not there yet.
            }
            await Task.Delay(2);
        }
        return double.PositiveInfinity;
    }
}
