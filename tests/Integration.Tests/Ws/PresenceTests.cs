using System.Text.Json;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Ws;

public sealed class PresenceTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task Somebody_is_away_when_no_device_of_theirs_is_in_use()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        await using var watcher = await ada.ConnectAsync();
        await using var phone = await bob.ConnectAsync();
        await using var laptop = await bob.ConnectAsync();
        (await ToldAsync(watcher, bob)).Should().Be((true, false));

        await phone.AskAsync("presence", new { state = "away" });
        await laptop.AskAsync("presence", new { state = "away" });
        (await ToldAsync(watcher, bob)).Should().Be((true, true));
        var inRoster = (await ada.Http.GetAsync("/api/roster")).Json.Items().Single(item => item.Text("user", "id") == bob.Id);
        (inRoster.Flag("isOnline"), inRoster.Flag("isAway")).Should().Be((true, true));

        await phone.AskAsync("presence", new { state = "active" });
        (await ToldAsync(watcher, bob)).Should().Be((true, false));
        (await ada.Http.GetAsync($"/api/users/{bob.Nickname}")).Json.Flag("isAway").Should().BeFalse();
        await phone.RefusedAsync("request.invalid", "presence", new { state = "asleep" });

        // The device in use goes: those that stay are not.
        await phone.CloseAsync();
        (await ToldAsync(watcher, bob)).Should().Be((true, true));
    }

    [Fact]
    public async Task Who_left_before_the_clock_was_put_back_is_not_here_until_it_gets_there_again()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        await using var watcher = await ada.ConnectAsync();
        await using var device = await bob.ConnectAsync();
        (await ToldAsync(watcher, bob)).Should().Be((true, false));

        await device.CloseAsync();
        forum.Clock.Advance(TimeSpan.FromHours(-2));

        (await ToldAsync(watcher, bob)).Should().Be((false, false));
    }

    [Fact]
    public async Task Who_is_invisible_is_offline_to_everybody_and_was_last_seen_when_they_hid()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        await using var watcher = await ada.ConnectAsync();
        await using var device = await bob.ConnectAsync();
        (await ToldAsync(watcher, bob)).Should().Be((true, false));

        (await bob.Http.PatchAsync("/api/me", new { isInvisible = true })).ShouldBe(200);
        (await ToldAsync(watcher, bob)).Should().Be((false, false));
        await device.NextAsync("me.changed");
        var hidAt = await LastSeenAsync(ada, bob);
        (await ada.Http.GetAsync("/api/roster?online=true")).Json.Items().Should().NotContain(item => item.Text("user", "id") == bob.Id);

        // Another device, coming and going, changes nothing.
        var more = await bob.ConnectAsync();
        await more.AskAsync("presence", new { state = "away" });
        await more.CloseAsync();
        await Task.Delay(Limits.Silence);
        watcher.Frames.Count(frame => IsAbout(frame, bob)).Should().Be(2);
        (await LastSeenAsync(ada, bob)).Should().Be(hidAt);

        (await bob.Http.PatchAsync("/api/me", new { isInvisible = false })).ShouldBe(200);
        (await ToldAsync(watcher, bob)).Should().Be((true, false));
    }

    [Fact]
    public async Task Strangers_stop_seeing_somebody_from_the_moment_they_must_ask()
    {
        var (ada, friend, stranger) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        await friend.GroupWithAsync(ada);
        await using var friends = await friend.ConnectAsync();
        await using var strangers = await stranger.ConnectAsync();
        await using var hers = await ada.ConnectAsync();
        (await ToldAsync(strangers, ada)).Should().Be((true, false));
        (await ToldAsync(friends, ada)).Should().Be((true, false));

        (await ada.Http.PatchAsync("/api/me", new { strangersAsk = true })).ShouldBe(200);
        (await ToldAsync(strangers, ada)).Should().Be((false, false));
        await hers.AskAsync("presence", new { state = "away" });
        (await ToldAsync(friends, ada)).Should().Be((true, true));
        await Task.Delay(Limits.Silence);
        strangers.Frames.Count(frame => IsAbout(frame, ada)).Should().Be(2);

        (await ada.Http.PatchAsync("/api/me", new { strangersAsk = false })).ShouldBe(200);
        (await ToldAsync(strangers, ada)).Should().Be((true, true));
    }

    private static async Task<string> LastSeenAsync(Person reader, Person person) => (await reader.Http.GetAsync($"/api/users/{person.Nickname}")).Json.Text("lastSeenAt");

    private static async Task<(bool IsOnline, bool IsAway)> ToldAsync(Socket watcher, Person person)
    {
        var data = (await watcher.NextAsync(frame => IsAbout(frame, person))).At("data");
        return (data.Flag("isOnline"), data.Flag("isAway"));
    }

    private static bool IsAbout(JsonElement frame, Person person) => frame.Text("type") == "presence.changed" && frame.Text("data", "userId") == person.Id;
}
