using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RealTimeForum.Bench.Limits;
using RealTimeForum.Bench.Load;
using RealTimeForum.Bench.Processes;
using RealTimeForum.Bench.Report;

namespace RealTimeForum.Bench.Scenarios;

/// <summary>What is written, and acknowledged when it is on disk.</summary>
internal static class Writes
{
    public const int Pairs = 64;
    public const int Commenters = 16;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    public static async Task<Result> SendAsync(Lab lab)
    {
        var product = await lab.ProductAsync();
        await using var pairs = await OpenPairsAsync(lab, product);
        var loop = new ClosedLoop();
        await WarmUp.RunAsync(time => loop.RunAsync(pairs.Senders, time));
        var turns = await Turns.TakeAsync(() => CommitsAsync(lab, 64), () => Run.MeasureAsync(product, () => loop.RunAsync(pairs.Senders, Time)));
        var (received, sent) = await pairs.SettleAsync();
        return new Result("send", "message.send over /ws, 64 private pairs in a closed loop, until the durable reply", "messages/s",
        [
            Check.AtLeast("of SQLite's shared commits at 64 writers", 0.25, 0.4, turns.Ratios(run => run.Rate)),
            Check.Is("each was received", received == sent && turns.Product.Sum(run => run.Errors) == 0, $"{received} of {sent}"),
        ], turns);
    }

    public static async Task<Result> PacedSendAsync(Lab lab)
    {
        const int PerSecond = 50;
        var product = await lab.ProductAsync();
        var limit = await lab.LimitAsync("sockets", Path.Combine(lab.Data, "limit-sockets.db"));
        await using var pairs = await OpenPairsAsync(lab, product);

        var (limitTicks, limitSentAt) = (new List<long>(), 0L);
        using var bare = await WsConnection.OpenAsync(limit.Address, WsConnection.Upgrade("/", null), 0, (_, _) =>
        {
            lock (limitTicks) limitTicks.Add(Stopwatch.GetTimestamp() - Volatile.Read(ref limitSentAt));
        });
        var commit = WsConnection.Frame("commit"u8);
        var ticks = new List<long>();
        var sentAt = new long[Pairs];
        foreach (var receiver in pairs.Receivers)
        {
            receiver.OnCreated = (one, _) =>
            {
                lock (ticks) ticks.Add(Stopwatch.GetTimestamp() - Volatile.Read(ref sentAt[one.Index]));
            };
        }
        foreach (var sender in pairs.Senders) sender.OnReply = null;

        Task<Run> Bare(double seconds) => Run.MeasureAsync(limit, () => Pace.RunAsync(PerSecond, seconds, limitTicks, _ =>
        {
            Volatile.Write(ref limitSentAt, Stopwatch.GetTimestamp());
            bare.Send(commit);
        }));
        Task<Run> Product(double seconds) => Run.MeasureAsync(product, () => Pace.RunAsync(PerSecond, seconds, ticks, n =>
        {
            Volatile.Write(ref sentAt[n % Pairs], Stopwatch.GetTimestamp());
            pairs.Senders[n % Pairs].Send();
        }));
        await Bare(3);
        await Product(4);
        var turns = await Turns.TakeAsync(() => Bare(6), () => Product(6));
        return new Result("send-paced", "The same at 50 messages/s: from sending to the other's socket", "messages/s",
        [
            Check.AtMost("p50", "ms", 2, "", [.. turns.Product.Select(run => run.P50)]),
            Check.AtMost("p99", "ms", 10, "3 ms", [.. turns.Product.Select(run => run.P99)]),
            Check.AtMost("p99 over one bare durable commit and one frame", "×", 3, "", turns.Ratios(run => run.P99)),
        ], turns);
    }

    public static async Task<Result> CommentAsync(Lab lab)
    {
        var product = await lab.ProductAsync();
        var requests = await CommentRequestsAsync(lab, product);
        await WarmUp.RunAsync(time => HttpLoad.RunAsync(product.Address, Commenters, time, requests, expected: 201));
        var turns = await Turns.TakeAsync(() => CommitsAsync(lab, Commenters), () => Run.MeasureAsync(product, () => HttpLoad.RunAsync(product.Address, Commenters, Time, requests, expected: 201)));
        return new Result("comment", "Create a comment over REST, 16 clients, with everything that its commit holds", "comments/s",
        [
            Check.AtLeast("of SQLite's shared commits at 16 writers", 0.12, 0.25, turns.Ratios(run => run.Rate)),
            Check.Is("all were taken", turns.Product.Sum(run => run.Errors) == 0, $"{turns.Product.Sum(run => run.Errors)} refused"),
        ], turns);
    }

    public static async Task<Func<int, int, ReadOnlyMemory<byte>>> CommentRequestsAsync(Lab lab, ServerProcess product)
    {
        var posts = (await lab.PostsAsync(product, 100)).Select(post => post.GetProperty("id").GetString()!).ToList();
        var run = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8];
        return (i, n) => Api.Write("POST", $"/api/posts/{posts[((i * 7) + n) % posts.Count]}/comments", lab.TokensOf(product)[2_000 + i],
            $$"""{"content":"Comment {{n}} of {{i}} in {{run}}: *some* Markdown, a [link](https://example.org/{{n}}) and `code`, as long as comments usually are."}""");
    }

    public static async Task<PairsOfChatters> OpenPairsAsync(Lab lab, ServerProcess product)
    {
        var chats = await lab.PairsAsync(product, Pairs);
        var tokens = lab.TokensOf(product);
        var senders = await Task.WhenAll(chats.Take(Pairs).Select((chat, pair) => Chatter.OpenAsync(product, tokens[Lab.PairUser(pair, second: false)], chat, pair)));
        var receivers = await Task.WhenAll(chats.Take(Pairs).Select((chat, pair) => Chatter.OpenAsync(product, tokens[Lab.PairUser(pair, second: true)], chat, pair)));
        return new PairsOfChatters(senders, receivers);
    }

    /// <summary>In a process of its own, as the product is.</summary>
    public static async Task<Run> CommitsAsync(Lab lab, int writers)
    {
        var path = Path.Combine(lab.Data, "limit-commits.db");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Writes).Assembly.Location, "commits", path, writers.ToString(CultureInfo.InvariantCulture), "3"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var measured = JsonSerializer.Deserialize<CommitLimit.Measured>(output)!;
        return Run.Of(new Outcome(TimeSpan.FromSeconds(measured.Took), measured.Ticks, 0), measured.Ticks.Count / measured.Took) with { ServerCores = measured.Cores };
    }
}

internal sealed record PairsOfChatters(IReadOnlyList<Chatter> Senders, IReadOnlyList<Chatter> Receivers) : IAsyncDisposable
{
    /// <summary>Waits until what was sent has arrived, two seconds at most.</summary>
    /// <returns>Messages that arrived at the second of a pair, and at the first, who sent them.</returns>
    public async Task<(long Received, long Sent)> SettleAsync()
    {
        for (var i = 0; i < 20 && Receivers.Sum(one => one.Created) != Senders.Sum(one => one.Created); i++) await Task.Delay(100);
        return (Receivers.Sum(one => one.Created), Senders.Sum(one => one.Created));
    }

    public ValueTask DisposeAsync()
    {
        foreach (var one in Senders.Concat(Receivers)) one.Socket.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>An open loop: something begins at its time, whatever became of what began before.</summary>
internal static class Pace
{
    /// <param name="ticks">Cleared first; what is in it half a second after the end is the outcome.</param>
    public static async Task<Outcome> RunAsync(int perSecond, double seconds, List<long> ticks, Action<int> begin)
    {
        lock (ticks) ticks.Clear();
        var start = Stopwatch.GetTimestamp();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            for (var n = 0; n < perSecond * seconds; n++)
            {
                var wait = TimeSpan.FromSeconds((double)n / perSecond) - Stopwatch.GetElapsedTime(start);
                if (wait > TimeSpan.Zero) Thread.Sleep(wait);
                begin(n);
            }
            done.SetResult();
        }) { IsBackground = true };
        thread.Start();
        await done.Task;
        var took = Stopwatch.GetElapsedTime(start);
        await Task.Delay(500);
        lock (ticks) return new Outcome(took, [.. ticks], 0);
    }
}
