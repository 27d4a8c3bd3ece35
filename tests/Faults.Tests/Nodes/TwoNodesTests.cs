using System.Globalization;
using RealTimeForum.Faults.Tests.Breaking;
using RealTimeForum.Faults.Tests.Crowd;
using Xunit.Abstractions;

namespace RealTimeForum.Faults.Tests.Nodes;

/// <summary>Two nodes, and what is between them breaks. The same comparison as after kill -9, over both nodes; and what one does the other hears in time.</summary>
public sealed class TwoNodesTests(ITestOutputHelper output)
{
    private static readonly TimeSpan HeardWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MissedWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Without_Redis_and_without_one_of_them_nothing_is_lost_and_the_rest_hear_in_time()
    {
        await using var nodes = await TwoNodes.StartAsync();
        await using var writers = await Writers.GatherAsync(nodes.Both);
        writers.Start(Pause);
        await writers.WriteAsync(50);
        for (var kill = 0; kill < Counts.Of(1, 20); kill++)
        {
            await nodes.Redis.KillAsync();
            await writers.WriteAsync(Counts.Of(40, 100));
            await nodes.Redis.StartAsync();
            await writers.WriteAsync(Counts.Of(40, 100));
        }
        Say("Redis killed", writers);

        await nodes.Other.KillAsync();
        await writers.WriteAsync(100);
        await nodes.Other.StartAsync();
        await writers.WriteAsync(50);
        Say("one node killed", writers);
        Conclude(await writers.JudgeAsync(), nodes);
    }

    [Fact, Trait("Form", "Long")]
    public async Task Redis_frozen_or_out_of_one_nodes_reach_delays_nothing_beyond_what_is_said()
    {
        await using var nodes = await TwoNodes.StartAsync();
        await using var writers = await Writers.GatherAsync(nodes.Both);
        writers.Start(Pause);
        await writers.WriteAsync(50);
        writers.Journal.TakeWorstDelay();

        await nodes.Redis.FreezeAsync();
        await EndASessionAsync(nodes);
        await Task.Delay(TimeSpan.FromSeconds(60));
        await nodes.Redis.ThawAsync();
        await writers.WriteAsync(100);
        Say("Redis frozen for 60 s", writers);

        nodes.WireOfOther.Cut();
        await EndASessionAsync(nodes);
        await Task.Delay(TimeSpan.FromSeconds(20));
        nodes.WireOfOther.Mend();
        await writers.WriteAsync(100);
        Say("Redis cut from one node for 20 s", writers);
        Conclude(await writers.JudgeAsync(), nodes);
    }

    [Fact, Trait("Form", "Long")]
    public async Task PostgreSQL_killed_and_frozen_loses_nothing()
    {
        await using var nodes = await TwoNodes.StartAsync(withServer: true);
        await using var writers = await Writers.GatherAsync(nodes.Both);
        writers.Start(Pause);
        await writers.WriteAsync(50);
        for (var kill = 0; kill < 20; kill++)
        {
            await nodes.Server!.KillAsync();
            await Task.Delay(500);
            await nodes.Server.StartAsync();
            await writers.WriteAsync(60);
        }
        output.WriteLine($"PostgreSQL killed 20 times: {writers.Journal.Acknowledged} acknowledged, {writers.Journal.Refused} refused");

        await nodes.Server!.FreezeAsync();
        await Task.Delay(TimeSpan.FromSeconds(30));
        await nodes.Server.ThawAsync();
        await writers.WriteAsync(100);
        var verdict = await writers.JudgeAsync();
        output.WriteLine($"{verdict}");
        Assert.All(nodes.Both, node => node.Output.Should().NotContain("Unhandled"));
        verdict.ShouldBeClean();
    }

    [Fact, Trait("Form", "Long")]
    public async Task Who_was_on_a_node_that_died_is_soon_not_here_any_more()
    {
        await using var nodes = await TwoNodes.StartAsync();
        var people = await nodes.One.SignUpAsync(2);
        var token = await people[1].MakeTokenAsync();
        await using var line = await Line.OpenAsync(nodes.Other, token, _ => { });
        await Limits.UntilAsync(IsHereAsync, "presence on the other node");
        await nodes.Other.KillAsync();
        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        while (await IsHereAsync() && System.Diagnostics.Stopwatch.GetElapsedTime(since) < MissedWithin) await Task.Delay(200);
        output.WriteLine($"missed after {System.Diagnostics.Stopwatch.GetElapsedTime(since).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
        (await IsHereAsync()).Should().BeFalse();

        async Task<bool> IsHereAsync() => (await people[0].Http.GetAsync($"/api/users/{people[1].Nickname}")).ShouldBe(200).Json.Flag("isOnline");
    }

    [Fact, Trait("Form", "Long")]
    public async Task Nodes_that_hear_each_other_over_Redis_only_are_found_out()
    {
        await using var nodes = await TwoNodes.StartAsync(broken: "hears-redis-only");
        await using var writers = await Writers.GatherAsync(nodes.Both);
        writers.Start(Pause);
        await writers.WriteAsync(50);
        await nodes.Redis.KillAsync();
        await Task.Delay(HeardWithin * 2);
        await nodes.Redis.StartAsync();
        await writers.WriteAsync(100);
        await Task.Delay(HeardWithin);
        var late = writers.Journal.TakeWorstDelay();
        var verdict = await writers.JudgeAsync();
        output.WriteLine($"{verdict}; the latest after {late.TotalSeconds:0.0} s");
        (late > HeardWithin || verdict.Wrong.Count > 0).Should().BeTrue();
    }

    private async Task EndASessionAsync(TwoNodes nodes)
    {
        var person = await nodes.One.SignUpAsync();
        using var there = nodes.Other.Visitor();
        (await there.PostAsync("/api/session", new { login = person.Nickname, password = Person.Password })).ShouldBe(200);
        var sessions = (await person.Http.GetAsync("/api/sessions")).ShouldBe(200).Json.Items();
        (await there.GetAsync("/api/me")).ShouldBe(200);
        (await person.Http.DeleteAsync($"/api/sessions/{sessions.Single(session => !session.Flag("isCurrent")).Text("id")}")).ShouldBe(204);
        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        await Limits.UntilAsync(async () => (await there.GetAsync("/api/me")).Status == 401, "the session to be over on the other node");
        var took = System.Diagnostics.Stopwatch.GetElapsedTime(since);
        output.WriteLine($"a session ended on one node was over on the other after {took.TotalSeconds:0.0} s");
        took.Should().BeLessThan(HeardWithin);
    }

    private void Say(string what, Writers writers)
    {
        var delay = writers.Journal.TakeWorstDelay();
        output.WriteLine($"{what}: {writers.Journal.Acknowledged} acknowledged, {writers.Journal.Refused} refused, the latest heard after {delay.TotalSeconds:0.0} s");
        if (Counts.IsLong) delay.Should().BeLessThan(HeardWithin);
    }

    private void Conclude(Verdict verdict, TwoNodes nodes)
    {
        output.WriteLine($"{verdict}");
        verdict.ShouldBeClean();
        Assert.All(nodes.Both, node => node.Output.Should().NotContain("Unhandled"));
    }
}
