using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using RealTimeForum.Bench.Load;
using RealTimeForum.Bench.Processes;
using RealTimeForum.Bench.Report;

namespace RealTimeForum.Bench.Scenarios;

/// <summary>One room, and everybody in it on a socket.</summary>
internal static class Rooms
{
    private const int Slowly = 20;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    public static async Task<Result> FullSpeedAsync(Lab lab)
    {
        const int Size = 200;
        const int Senders = 64;
        var product = await lab.ProductAsync();
        var limit = await lab.LimitAsync("sockets", Path.Combine(lab.Data, "limit-sockets.db"));
        var members = await OpenAsync(lab, product, Size);
        var loop = new ClosedLoop();
        await WarmUp.RunAsync(time => loop.RunAsync(members[..Senders], time));
        await Task.Delay(500);

        var bare = await OpenBareAsync(limit, Size, members[0].CreatedBytes, null);
        await FloodAsync(bare, TimeSpan.FromSeconds(2));
        await QuietAsync(bare);
        var (sentBefore, sent) = (members[0].Created, 0L);
        var turns = await Turns.TakeAsync(
            async () =>
            {
                var run = await Run.MeasureAsync(limit, () => FloodAsync(bare, Time), () => bare.Sum(one => one.Received));
                await QuietAsync(bare);
                return run;
            },
            () => Run.MeasureAsync(product, () => loop.RunAsync(members[..Senders], Time), () => members.Sum(one => one.Created)));
        await Task.Delay(1_000);
        sent = members.Max(one => one.Created) - sentBefore;
        var closed = members.Count(one => one.Socket.ClosedWith is not null);
        var behind = members.Count(one => one.Created - members[0].Created != 0);
        foreach (var one in bare) one.Dispose();
        Leave(members);
        return new Result("room-full", "Room of 200, 64 senders in a closed loop, all read at full speed", "deliveries/s",
        [
            Check.AtLeast("of the bare loop's deliveries", 0.3, 0.6, turns.Ratios(run => run.Rate)),
            Check.AtMost("p99 of the reply", "ms", 50, "", [.. turns.Product.Select(run => run.P99)]),
            Check.Is("nobody was closed, everybody got everything", closed == 0 && behind == 0, $"{closed} closed, {behind} of {Size} differ, {sent} messages"),
        ], turns, "Latencies are those of the replies; the limit has none.");
    }

    public static async Task<Result> MarksAsync(Lab lab)
    {
        const int Size = 200;
        var product = await lab.ProductAsync();
        var members = await OpenAsync(lab, product, Size);
        var room = await lab.RoomAsync(product, Size);
        var turns = await Turns.TakeAsync(null, () => Run.MeasureAsync(product, () => LastReceiverAsync(members, room, seconds: 6)));
        var closed = members.Count(one => one.Socket.ClosedWith is not null);
        var errors = members.Sum(one => one.Errors);
        Leave(members);
        return new Result("room-marks", "Room of 200 at 20 messages/s, every client marks delivered and read", "messages/s",
        [
            Check.AtMost("p99 to the last receiver", "ms", 50, "20 ms", [.. turns.Product.Select(run => run.P99)]),
            Check.Is("nobody was closed or refused", closed == 0 && errors == 0, $"{closed} closed, {errors} refused"),
        ], turns);
    }

    public static async Task<Result> LargeAsync(Lab lab)
    {
        const int Size = 2_000;
        var product = await lab.ProductAsync();
        var limit = await lab.LimitAsync("sockets", Path.Combine(lab.Data, "limit-sockets.db"));
        var members = await OpenAsync(lab, product, Size, bufferSize: 4 * 1024);
        await LastReceiverAsync(members, null, seconds: 2);

        var all = new Arrivals(Size);
        var bare = await OpenBareAsync(limit, Size, members[0].CreatedBytes, (_, _) => all.Arrived());
        var toAll = WsConnection.Frame("all"u8);
        async Task<Outcome> Bare(double seconds)
        {
            var load = await Pace.RunAsync(Slowly, seconds, all.Ticks, _ =>
            {
                all.Sent();
                bare[0].Send(toAll);
            });
            return load;
        }
        await Bare(2);
        var turns = await Turns.TakeAsync(() => Run.MeasureAsync(limit, () => Bare(5)), () => Run.MeasureAsync(product, () => LastReceiverAsync(members, null, seconds: 5)));
        var closed = members.Count(one => one.Socket.ClosedWith is not null);
        foreach (var one in bare) one.Dispose();
        Leave(members);
        return new Result("room-large", "Room of 2 000 at 20 messages/s: from sending to the last receiver", "messages/s",
        [
            Check.AtMost("p99 to the last receiver over the bare loop's", "×", 2.5, "1.6 ×", turns.Ratios(run => run.P99)),
            Check.AtMost("p99 to the last receiver", "ms", 60, "", [.. turns.Product.Select(run => run.P99)]),
            Check.Is("nobody was closed", closed == 0, $"{closed} closed"),
        ], turns);
    }

    /// <summary>Messages at an even pace; the outcome is when each had arrived everywhere.</summary>
    /// <param name="marks">A room where everybody says that it arrived and was read; null for silence.</param>
    private static async Task<Outcome> LastReceiverAsync(Chatter[] members, string? marks, double seconds)
    {
        var arrivals = new Arrivals(members.Length);
        foreach (var member in members)
        {
            member.OnReply = null;
            member.OnCreated = (one, text) =>
            {
                arrivals.Arrived();
                if (marks is null) return;
                var seq = SeqOf(text);
                one.Socket.Send([
                    .. WsConnection.Frame(Encoding.ASCII.GetBytes($$$"""{"id":1,"type":"chat.delivered","data":{"chatId":"{{{marks}}}","seq":{{{seq}}}}}""")),
                    .. WsConnection.Frame(Encoding.ASCII.GetBytes($$$"""{"id":2,"type":"chat.read","data":{"chatId":"{{{marks}}}","seq":{{{seq}}}}}""")),
                ]);
            };
        }
        return await Pace.RunAsync(Slowly, seconds, arrivals.Ticks, n =>
        {
            arrivals.Sent();
            members[n % 64].Send();
        });
    }

    private static long SeqOf(ReadOnlySpan<byte> text)
    {
        var at = text.IndexOf("\"seq\":"u8);
        return System.Buffers.Text.Utf8Parser.TryParse(text[(at + 6)..], out long seq, out _) ? seq : 0;
    }

    private static async Task<Chatter[]> OpenAsync(Lab lab, ServerProcess product, int size, int bufferSize = 64 * 1024)
    {
        var room = await lab.RoomAsync(product, size);
        List<Chatter> members = [];
        foreach (var batch in Enumerable.Range(0, size).Chunk(100))
            members.AddRange(await Task.WhenAll(batch.Select(user => Chatter.OpenAsync(product, lab.TokensOf(product)[user], room, user, bufferSize))));
        // Everybody hears of everybody who came.
        await Task.Delay(2_000);
        return [.. members];
    }

    private static async Task<WsConnection[]> OpenBareAsync(ServerProcess limit, int size, int frame, FrameHandler? onFrame)
    {
        List<WsConnection> sockets = [];
        foreach (var batch in Enumerable.Range(0, size).Chunk(100))
            sockets.AddRange(await Task.WhenAll(batch.Select(index => WsConnection.OpenAsync(limit.Address, WsConnection.Upgrade("/", null), index, onFrame ?? ((_, _) => { }), onFrame is null ? 64 * 1024 : 4 * 1024))));
        sockets[0].Send(WsConnection.Frame(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"size {frame}"))));
        await Task.Delay(500);
        return [.. sockets];
    }

    private static async Task<Outcome> FloodAsync(WsConnection[] sockets, TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        sockets[0].Send(WsConnection.Frame(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"flood {time.TotalMilliseconds:0}"))));
        await Task.Delay(time);
        var took = Stopwatch.GetElapsedTime(start);
        return new Outcome(took, [], 0);
    }

    /// <summary>Waits until what was queued has arrived.</summary>
    private static async Task QuietAsync(WsConnection[] sockets)
    {
        for (var last = -1L; last != sockets.Sum(one => one.Received);)
        {
            last = sockets.Sum(one => one.Received);
            await Task.Delay(250);
        }
    }

    private static void Leave(IEnumerable<Chatter> members)
    {
        foreach (var member in members) member.Socket.Dispose();
    }

    /// <summary>When one message, which everybody gets in the order of sending, has arrived everywhere.</summary>
    private sealed class Arrivals(int receivers)
    {
        private readonly ConcurrentQueue<long> _sent = new();
        private int _arrived;

        public List<long> Ticks { get; } = [];

        public void Sent() => _sent.Enqueue(Stopwatch.GetTimestamp());

        public void Arrived()
        {
            if (Interlocked.Increment(ref _arrived) % receivers != 0 || !_sent.TryDequeue(out var sent)) return;
            lock (Ticks) Ticks.Add(Stopwatch.GetTimestamp() - sent);
        }
    }
}
