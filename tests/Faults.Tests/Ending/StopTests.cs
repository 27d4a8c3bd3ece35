using System.Collections.Concurrent;
using System.Diagnostics;
using RealTimeForum.Faults.Tests.Breaking;
using RealTimeForum.Faults.Tests.Crowd;
using Xunit.Abstractions;

namespace RealTimeForum.Faults.Tests.Ending;

/// <summary>SIGTERM with many sockets and sends in flight.</summary>
public sealed class StopTests(ITestOutputHelper output)
{
    private const int Stopping = 1012;

    private static readonly TimeSpan ClosedWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan GoneWithin = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Told_to_stop_it_says_so_to_everybody_and_keeps_what_it_acknowledged()
    {
        await using var forum = new ForumProcess();
        var (seen, verdict) = await StopAsync(forum, Counts.Of(200, 1_000));
        output.WriteLine($"{verdict}; {seen}");
        verdict.ShouldBeClean();
        seen.ExitCode.Should().Be(0, "the output was {0}", forum.Output);
        seen.Codes.Should().OnlyContain(code => code == Stopping);
        seen.SaidNotReady.Should().BeTrue("a balancer has to learn of it");
        seen.SaidReadyAgain.Should().BeFalse();
        if (!Counts.IsLong) return;
        seen.LastClosed.Should().BeLessThan(ClosedWithin);
        seen.Gone.Should().BeLessThan(GoneWithin);
    }

    [Fact, Trait("Form", "Long")]
    public async Task A_program_that_leaves_without_a_word_is_found_out()
    {
        await using var forum = new ForumProcess();
        forum.Break("leaves-silently");
        var (seen, _) = await StopAsync(forum, 50);
        output.WriteLine($"{seen}");
        seen.Codes.Should().Contain(code => code != Stopping);
    }

    private static async Task<(Seen Seen, Verdict Verdict)> StopAsync(ForumProcess forum, int sockets)
    {
        await forum.StartAsync();
        await using var writers = await Writers.GatherAsync([forum]);
        var lines = new ConcurrentBag<Line>();
        await Parallel.ForAsync(0, sockets, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) => lines.Add(await Line.OpenAsync(forum, writers.Tokens[i % writers.Tokens.Count], _ => { })));
        writers.Start(TimeSpan.FromMilliseconds(20));
        await writers.WriteAsync(100);

        var since = Stopwatch.GetTimestamp();
        var closed = lines.Select(async line => (Code: await line.Ended.WaitAsync(Limits.Answer), After: Stopwatch.GetElapsedTime(since))).ToList();
        using var gone = new CancellationTokenSource();
        var asking = AskReadyAsync(forum, gone.Token);
        var exit = await forum.StopAsync();
        var ended = Stopwatch.GetElapsedTime(since);
        await gone.CancelAsync();
        var ready = await asking;
        var ends = await Task.WhenAll(closed);
        foreach (var line in lines) await line.DisposeAsync();

        await forum.StartAsync();
        await writers.WriteAsync(20);
        var notReady = ready.IndexOf(503);
        var seen = new Seen(exit, [.. ends.Select(end => end.Code)], ends.Max(end => end.After), ended, notReady >= 0, notReady >= 0 && ready[notReady..].Contains(200));
        return (seen, await writers.JudgeAsync());
    }

    /// <summary>As a balancer does, only more often.</summary>
    private static async Task<List<int>> AskReadyAsync(Forum forum, CancellationToken end)
    {
        using var http = new HttpClient();
        List<int> statuses = [];
        while (!end.IsCancellationRequested)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(forum.Address, "/health/ready"), end);
                statuses.Add((int)answer.StatusCode);
            }
            catch (Exception exception) when (Client.IsOfTheNetwork(exception))
            {
                statuses.Add(0);
                await Task.Delay(5, CancellationToken.None);
            }
        }
        return statuses;
    }

    private sealed record Seen(int ExitCode, IReadOnlyList<int> Codes, TimeSpan LastClosed, TimeSpan Gone, bool SaidNotReady, bool SaidReadyAgain)
    {
        public override string ToString() =>
            $"{Codes.Count} sockets, {Codes.Count(code => code == Stopping)} heard 1012, the last after {LastClosed.TotalSeconds:0.00} s; exit {ExitCode} after {Gone.TotalSeconds:0.00} s";
    }
}
