using System.Diagnostics;
using System.Globalization;
using RealTimeForum.Bench.Load;
using RealTimeForum.Bench.Processes;
using RealTimeForum.Bench.Report;

namespace RealTimeForum.Bench.Scenarios;

/// <summary>Many sockets that come, stay and come again.</summary>
internal static class Sockets
{
    private const int ConnectingAtOnce = 64;

    public static async Task<Result> IdleAsync(Lab lab)
    {
        const int Count = 10_000;
        var product = await lab.ProductAsync();
        var limit = await lab.LimitAsync("sockets", Path.Combine(lab.Data, "limit-sockets.db"));
        // The last is the one who looks: everybody else comes.
        var watcher = lab.Tokens[Count - 1];
        Api Watching() => new(product.Address, watcher);
        using (var api = Watching()) await api.GetAsync("/api/roster?online=true&limit=1");

        // Neither is measured before it has run once.
        foreach (var one in (await ConnectAsync(limit, 500, _ => WsConnection.Upgrade("/", null))).Sockets) one.Dispose();
        foreach (var one in (await ConnectAsync(product, 500, i => WsConnection.Upgrade("/ws", lab.Tokens[i]))).Sockets) one.Dispose();
        await Task.Delay(1_000);

        var bareBefore = limit.RssAnon();
        var bare = await ConnectAsync(limit, Count, _ => WsConnection.Upgrade("/", null));
        await Task.Delay(2_000);
        var bareEach = (limit.RssAnon() - bareBefore) / (double)Count;
        foreach (var one in bare.Sockets) one.Dispose();
        await Task.Delay(2_000);

        var before = product.RssAnon();
        var here = await ConnectAsync(product, Count - 1, i => WsConnection.Upgrade("/ws", lab.Tokens[i]));
        var since = Stopwatch.GetTimestamp();
        var (onlineAfter, cameWithin) = await SeesAsync(Watching, Count - 1, since);
        var wait = TimeSpan.FromSeconds(15) - Stopwatch.GetElapsedTime(since);
        if (wait > TimeSpan.Zero) await Task.Delay(wait);
        var each = (product.RssAnon() - before) / (double)Count;
        var lost = here.Sockets.Count(one => one.ClosedWith is not null);
        foreach (var one in here.Sockets) one.Dispose();
        since = Stopwatch.GetTimestamp();
        var (stillThere, wentWithin) = await SeesAsync(Watching, 0, since);

        return new Result("idle", "Idle signed-in sockets (10 000)", "",
        [
            Check.AtMost("each", "KiB", 18, "15 KiB", [each]),
            Check.AtMost("connected in, over the bare accept", "×", 4, "", [here.Seconds / bare.Seconds]),
            Check.Is("presence right for a watcher 15 s after the last came", onlineAfter == Count - 1, string.Create(CultureInfo.InvariantCulture, $"{onlineAfter} online after {cameWithin:0.0} s")),
            Check.Is("and 15 s after the last went", stillThere == 0, string.Create(CultureInfo.InvariantCulture, $"{stillThere} online after {wentWithin:0.0} s")),
            Check.Is("nobody was cut", lost == 0, $"{lost} cut"),
        ], null, string.Create(CultureInfo.InvariantCulture, $"Connected in {here.Seconds:0.00} s, bare in {bare.Seconds:0.00} s; a bare socket takes {bareEach:0.0} KiB."));
    }

    public static async Task<Result> ReconnectAsync(Lab lab)
    {
        const int Count = 2_000;
        const int Behind = 50;
        var product = await lab.ProductAsync();
        var room = await lab.RoomAsync(product, Count);
        var sender = await Chatter.OpenAsync(product, lab.Tokens[0], room);
        await new ClosedLoop().RunAsync([sender], TimeSpan.FromSeconds(1));
        using var api = new Api(product.Address, lab.Tokens[0]);
        var last = (await api.GetAsync($"/api/chats/{room}")).GetProperty("lastSeq").GetInt64();
        var upgrades = Enumerable.Range(0, Count).Select(i => WsConnection.Upgrade("/ws", lab.Tokens[i])).ToList();
        var events = Enumerable.Range(0, Count).Select(i => Api.Get($"/api/chats/{room}/events?after={last - Behind}", lab.Tokens[i])).ToList();
        var chats = Enumerable.Range(0, Count).Select(i => Api.Get("/api/chats", lab.Tokens[i])).ToList();
        sender.Socket.Dispose();

        List<double> took = [];
        var errors = 0;
        List<long> ticks = [];
        for (var turn = 0; turn < Turns.Count; turn++)
        {
            // The server went away and came again: everybody returns at once.
            var start = Stopwatch.GetTimestamp();
            var sockets = await Task.WhenAll(Enumerable.Range(0, Count).Select(async i =>
            {
                WsConnection? socket = null;
                try
                {
                    socket = await WsConnection.OpenAsync(product.Address, upgrades[i], i, (_, _) => { }, 4 * 1024);
                    await socket.FirstFrame;
                    using var http = await HttpConnection.OpenAsync(product.Address);
                    if (await http.SendAsync(events[i]) != 200 || http.Body.Length < 1_000) Interlocked.Increment(ref errors);
                    if (await http.SendAsync(chats[i]) != 200) Interlocked.Increment(ref errors);
                    lock (ticks) ticks.Add(Stopwatch.GetTimestamp() - start);
                }
                catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
                {
                    Interlocked.Increment(ref errors);
                }
                return socket;
            }));
            took.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            errors += sockets.Count(one => one?.ClosedWith is not null);
            foreach (var socket in sockets) socket?.Dispose();
            await Task.Delay(2_000);
        }
        var run = Run.Of(new Outcome(TimeSpan.FromSeconds(took.Sum()), ticks, errors), ticks.Count / took.Sum());
        return new Result("reconnect", "Reconnect storm: 2 000 sockets, each catching up 50 events and GET /api/chats", "clients/s",
        [
            Check.AtMost("all live in", "s", 4, "2 s", took),
            Check.Is("no error", errors == 0, $"{errors} errors"),
        ], new Turns([], [run with { RssMiB = product.Rss() / 1024.0 }]));
    }

    private static async Task<(List<WsConnection> Sockets, double Seconds)> ConnectAsync(ServerProcess server, int count, Func<int, byte[]> upgrade)
    {
        var start = Stopwatch.GetTimestamp();
        var next = -1;
        var sockets = new WsConnection?[count];
        await Task.WhenAll(Enumerable.Range(0, ConnectingAtOnce).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                sockets[i] = await WsConnection.OpenAsync(server.Address, upgrade(i), i, (_, _) => { }, 1_024);
                await sockets[i]!.FirstFrame;
            }
        }));
        return ([.. sockets.Select(socket => socket!)], Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Counts who is online in the roster until it is as expected, for 15 s.</summary>
    private static async Task<(int Online, double After)> SeesAsync(Func<Api> watching, int expected, long since)
    {
        // The server ends a connection that asked nothing for two minutes; that many may take a while to come.
        using var api = watching();
        while (true)
        {
            var online = await OnlineAsync(api);
            var after = Stopwatch.GetElapsedTime(since).TotalSeconds;
            if (online == expected || after >= 15) return (online, after);
            await Task.Delay(500);
        }
    }

    private static async Task<int> OnlineAsync(Api api)
    {
        var (count, cursor) = (0, "");
        do
        {
            var page = await api.GetAsync($"/api/roster?online=true&order=name&limit=100{(cursor.Length > 0 ? "&cursor=" + cursor : "")}");
            count += page.GetProperty("items").GetArrayLength();
            cursor = page.GetProperty("next").GetString() ?? "";
        }
        while (cursor.Length > 0);
        return count;
    }
}
