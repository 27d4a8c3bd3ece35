using System.Diagnostics;
using RealTimeForum.Faults.Tests.Breaking;
using RealTimeForum.Faults.Tests.Crowd;
using Xunit.Abstractions;

namespace RealTimeForum.Faults.Tests.Ending;

/// <summary>kill -9 in a loop while people write.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Killed_again_and_again_nothing_acknowledged_is_lost_and_nothing_is_there_twice()
    {
        await using var forum = new ForumProcess();
        var (verdict, slowest) = await KillAsync(forum, Counts.Of(10, 200));
        verdict.ShouldBeClean();
        // Only where nothing else has the machine.
        if (Counts.IsLong) slowest.Should().BeLessThan(ReadyWithin);
    }

    [Fact, Trait("Form", "Long")]
    public async Task A_program_that_answers_before_its_commit_is_found_out()
    {
        await using var forum = new ForumProcess();
        var (verdict, _) = await KillAsync(forum, 10, broken: "answers-early");
        verdict.Lost.Should().NotBeEmpty();
    }

    private async Task<(Verdict Verdict, TimeSpan SlowestStart)> KillAsync(ForumProcess forum, int times, string? broken = null)
    {
        await forum.StartAsync();
        await using var writers = await Writers.GatherAsync([forum]);
        if (broken is not null) await forum.StartAgainBrokenAsync(broken);
        writers.Start(TimeSpan.FromMilliseconds(10));
        List<TimeSpan> starts = [];
        for (var kill = 0; kill < times; kill++)
        {
            await writers.WriteAsync(Random.Shared.Next(20, 200));
            await forum.KillAsync();
            var since = Stopwatch.GetTimestamp();
            await forum.StartAsync();
            starts.Add(Stopwatch.GetElapsedTime(since));
        }
        output.WriteLine($"{times} kills; ready after {starts.Average(start => start.TotalSeconds):0.00} s, at the most {starts.Max().TotalSeconds:0.00} s");
        var verdict = await writers.JudgeAsync();
        output.WriteLine($"{verdict}");
        return (verdict, starts.Max());
    }
}
