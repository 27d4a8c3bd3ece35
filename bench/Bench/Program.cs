using System.Diagnostics;
using RealTimeForum.Bench.Limits;
using RealTimeForum.Bench.Load;
using RealTimeForum.Bench.Processes;
using RealTimeForum.Bench.Report;
using RealTimeForum.Bench.Scenarios;

// Started by bench.sh; the first two are what it starts itself as, to have the limits in processes of their own.
if (args is ["limit", ..]) return await LimitServer.RunAsync(args[1..]);
if (args is ["commits", ..]) return await CommitLimit.RunAsync(args[1..]);
if (args is not [var data, var results, .. var names])
{
    await Console.Error.WriteLineAsync("Start it with ./bench.sh.");
    return 2;
}

// In this order the last two see the end of a long day.
(string Name, Func<Lab, Task<Result>> RunAsync)[] scenarios =
[
    ("start", Whole.StartAsync), ("feed", Reads.FeedAsync), ("feed-busy", Reads.BusyFeedAsync), ("post", Reads.PostAsync), ("history", Reads.HistoryAsync), ("chats", Reads.ChatsAsync),
    ("search", Finding.SearchAsync), ("feed-depth", Finding.DepthAsync),
    ("send", Writes.SendAsync), ("send-paced", Writes.PacedSendAsync), ("room-full", Rooms.FullSpeedAsync), ("room-marks", Rooms.MarksAsync), ("room-large", Rooms.LargeAsync),
    ("comment", Writes.CommentAsync), ("idle", Sockets.IdleAsync), ("reconnect", Sockets.ReconnectAsync), ("growth", Whole.GrowthAsync), ("memory", Whole.MemoryAsync),
];
if (names.Except(scenarios.Select(scenario => scenario.Name), StringComparer.Ordinal).FirstOrDefault() is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no scenario {unknown}. There are: {string.Join(' ', scenarios.Select(scenario => scenario.Name))}");
    return 2;
}

var began = Stopwatch.GetTimestamp();
List<Result> done = [];
using (var lab = new Lab(Path.GetFullPath(data)))
{
    Console.CancelKeyPress += (_, _) => lab.Dispose();
    foreach (var (name, runAsync) in names.Length == 0 ? scenarios : [.. names.Select(name => scenarios.First(scenario => scenario.Name == name))])
    {
        var start = Stopwatch.GetTimestamp();
        Result result;
        try
        {
            result = await runAsync(lab);
            await Task.Yield();
        }
        catch (Exception exception)
        {
            Console.WriteLine(exception);
            result = new Result(name, name, "", [Check.Is("it ran to its end", passed: false, exception.Message)], null);
        }
        lab.StopLimits();
        done.Add(result with { Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds });
        Reporter.Print(done[^1]);
    }
}
// A part of it replaces no report of the whole.
if (names.Length == 0) Reporter.Write(results, done, Stopwatch.GetElapsedTime(began));
else Reporter.Write(Path.Combine(data, "results"), done, Stopwatch.GetElapsedTime(began));
return done.TrueForAll(result => result.Passed) ? 0 : 1;
