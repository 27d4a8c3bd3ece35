using System.Globalization;
using RealTimeForum.Faults.Tests.Breaking;
using RealTimeForum.Faults.Tests.Crowd;
using Xunit.Abstractions;

namespace RealTimeForum.Faults.Tests.Time;

/// <summary>The machine's clock jumps: what is measured by it is put right, and what has to go on does.</summary>
[Trait("Needs", "Faketime")]
public sealed class ClockTests(ITestOutputHelper output)
{
    private const int FramesPer10Seconds = 150;
    private const int MessagesPer10Seconds = 60;
    private const int TooManyFrames = 4029;
    private const int AtOnce = 30;

    private static readonly TimeSpan JumpIsSeen = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LimitWindow = TimeSpan.FromSeconds(11);

    [Fact]
    public async Task Two_hours_back_and_three_days_ahead_nothing_is_lost_and_nobody_is_cut_off()
    {
        using var clock = new WallClock();
        await using var forum = NewForum(clock);
        await forum.StartAsync();
        await using var writers = await Writers.GatherAsync([forum]);
        writers.Start(TimeSpan.FromMilliseconds(400));
        await writers.WriteAsync(50);
        foreach (var jump in new[] { "-2h", "+3d" })
        {
            var before = await NowAsync(writers);
            clock.Jump(jump);
            await Task.Delay(JumpIsSeen);
            var moved = await NowAsync(writers) - before;
            (Math.Abs(moved.TotalHours) > 1.5).Should().BeTrue("the program's clock has to have jumped, it moved by {0}", moved);
            await writers.WriteAsync(50);
            (await writers.People[0].Http.GetAsync("/api/me")).ShouldBe(200);
        }
        var heartbeats = writers.Listeners.Min(client => client.Heartbeats);
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        writers.Listeners.Should().OnlyContain(client => client.Heartbeats > heartbeats, "hearts go on beating");
        writers.Listeners.Should().OnlyContain(client => client.Connections == 1, "nobody is cut off");
        var verdict = await writers.JudgeAsync();
        output.WriteLine($"{verdict}");
        verdict.ShouldBeClean();
    }

    [Theory, Trait("Form", "Long")]
    [InlineData("-2h")]
    [InlineData("+3d")]
    public async Task Limits_and_absences_last_as_long_as_they_are_said_to(string jump)
    {
        (await PlayLimitsAsync(jump, broken: null)).Should().BeEmpty();
    }

    [Fact, Trait("Form", "Long")]
    public async Task A_program_that_measures_by_the_wall_clock_is_found_out()
    {
        (await PlayLimitsAsync("-2h", broken: "trusts-wall-clock")).Should().NotBeEmpty();
    }

    private async Task<IReadOnlyList<string>> PlayLimitsAsync(string jump, string? broken)
    {
        List<string> wrong = [];
        using var clock = new WallClock();
        await using var forum = NewForum(clock);
        if (broken is not null) forum.Break(broken);
        await forum.StartAsync();
        var people = await forum.SignUpAsync(4);
        var (ada, bob, flood, gone) = (people[0], people[1], people[2], people[3]);
        var chat = await ada.ChatWithAsync(bob);
        await using var lively = await Line.OpenAsync(forum, await bob.MakeTokenAsync(), _ => { });
        await PingAsync(lively, FramesPer10Seconds * 3 / 5);

        await SayTooMuchAsync(ada, chat);
        for (var i = 0; i < 4; i++) await forum.Visitor().PostAsync("/api/session", new { login = bob.Nickname, password = "not this one at all" });
        (await forum.Visitor().PostAsync("/api/session", new { login = bob.Nickname, password = Person.Password })).ShouldBe(429);
        await using (await Line.OpenAsync(forum, await gone.MakeTokenAsync(), _ => { })) await Task.Delay(200);

        clock.Jump(jump);
        await Task.Delay(LimitWindow);

        if (await IsOnlineAsync(ada, gone)) wrong.Add("who left is still shown as here");
        if ((await ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "again" })).Status != 201) wrong.Add("who wrote too much still may not write");
        var signIn = await forum.Visitor().PostAsync("/api/session", new { login = bob.Nickname, password = Person.Password });
        if (signIn.Status == 429 && int.Parse(signIn.Header("Retry-After")!, CultureInfo.InvariantCulture) > 60) wrong.Add($"signing in is slowed for {signIn.Header("Retry-After")} s");
        await PingAsync(lively, FramesPer10Seconds * 3 / 5);
        if (lively.Ended.IsCompleted) wrong.Add($"frames of another window were counted: {await lively.Ended}");

        // And the limits are still there.
        await SayTooMuchAsync(ada, chat);
        await using var loud = await Line.OpenAsync(forum, await flood.MakeTokenAsync(), _ => { });
        await PingAsync(loud, FramesPer10Seconds * 2);
        if (await loud.Ended.WaitAsync(Limits.Answer) != TooManyFrames) wrong.Add("a flood was let through");
        foreach (var what in wrong) output.WriteLine(what);
        return wrong;
    }

    private static ForumProcess NewForum(WallClock clock)
    {
        var forum = new ForumProcess(
            ("Forum:Realtime:Heartbeat", "00:00:01"), ("Forum:Realtime:OfflineAfter", "00:00:05"), ("Forum:RateLimits:Enabled", "true"),
            ("Forum:RateLimits:MessagesPer10Seconds", $"{MessagesPer10Seconds}"), ("Forum:RateLimits:FramesPer10Seconds", $"{FramesPer10Seconds}"), ("Forum:RateLimits:SignInFailures", "3"),
            ("Forum:RateLimits:RequestsPerMinute", "1000000"), ("Forum:RateLimits:AnonymousRequestsPerMinute", "1000000"), ("Forum:RateLimits:TokenRequestsPerMinute", "1000000"), ("Forum:RateLimits:SignUpsPerHour", "1000000"));
        clock.Hang(forum);
        return forum;
    }

    private static async Task SayTooMuchAsync(Person person, string chat)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, MessagesPer10Seconds * 3).Select(i => person.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = $"{i}" })));
        answers.Should().Contain(answer => answer.Status == 429, "somebody has to say that it is too much");
    }

    private static async Task PingAsync(Line line, int times)
    {
        try
        {
            for (var i = 0; i < times; i += AtOnce) await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => line.AskAsync("ping", new { })));
        }
        catch (Exception exception) when (Client.IsOfTheNetwork(exception))
        {
            // Closed: whoever asked looks why.
        }
    }

    private static async Task<bool> IsOnlineAsync(Person asking, Person about) => (await asking.Http.GetAsync($"/api/users/{about.Nickname}")).ShouldBe(200).Json.Flag("isOnline");

    private static async Task<DateTimeOffset> NowAsync(Writers writers)
    {
        await using var line = await Line.OpenAsync(writers.People[0].Forum, writers.Tokens[0], _ => { });
        return (await line.AskAsync("ping", new { })).At("data", "serverTime").GetDateTimeOffset();
    }
}
