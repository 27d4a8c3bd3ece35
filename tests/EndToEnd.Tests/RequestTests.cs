using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

public sealed class RequestTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_strangers_first_message_waits_for_a_yes_and_a_no_looks_like_silence(int width)
    {
        var (ada, bob, cay) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        await using var adas = await house.OpenAsync(width, ada);
        await adas.GoAsync("/settings");
        await adas.At("privacy-strangersAsk").ClickAsync();
        await Limits.UntilAsync(async () => (await ada.Http.GetAsync("/api/me")).Json.GetProperty("strangersAsk").GetBoolean(), "the setting");

        await using var bobs = await house.OpenAsync(width, bob);
        await bobs.TalkToAsync(ada);
        await bobs.SayAsync("may I ask you something?");
        await Expect(bobs.At("request")).ToHaveAttributeAsync("data-mine", "false");
        await cay.SayAsync(await cay.ChatWithAsync(ada), "and I?");

        await adas.ShowRosterAsync();
        await Expect(adas.At("requests")).ToHaveAttributeAsync("data-count", "2");
        await Expect(adas.At("toast")).ToHaveCountAsync(0);
        await adas.At("requests").ClickAsync();
        await adas.RosterItem(bob).ClickAsync();
        await Expect(adas.Message("may I ask")).ToBeVisibleAsync();
        await adas.At("composer-text").PressSequentiallyAsync("h");
        await adas.At("composer-text").FillAsync("");
        await Task.Delay(Limits.Silence);
        await Expect(bobs.Message("may I ask")).ToHaveAttributeAsync("data-state", "sent");
        await Expect(bobs.At("typing")).ToHaveCountAsync(0);
        await Expect(bobs.At("chat-status")).ToBeEmptyAsync();

        await adas.At("accept-request").ClickAsync();
        await Expect(adas.At("request")).ToHaveCountAsync(0);
        await Expect(bobs.At("request")).ToHaveCountAsync(0);
        await Expect(bobs.Message("may I ask")).ToHaveAttributeAsync("data-state", "read");
        await Expect(bobs.At("chat-status")).ToHaveTextAsync("online");

        await adas.ShowRosterAsync();
        if (await adas.At("requests").CountAsync() > 0) await adas.At("requests").ClickAsync();
        await adas.RosterItem(cay).ClickAsync();
        await adas.At("refuse-request").ClickAsync();
        await adas.ShowRosterAsync();
        await Expect(adas.At("requests")).ToHaveCountAsync(0);
        await Expect(adas.At("requests-back")).ToHaveCountAsync(0);
        var waits = (await cay.Http.GetAsync($"/api/chats/{await cay.ChatWithAsync(ada)}")).Json;
        waits.GetProperty("request").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Object, "a refusal looks like silence");
    }

    [Fact]
    public async Task Who_hides_what_they_read_sees_nobody_elses_marks()
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var adas = await house.OpenAsync(1280, ada);
        await using var bobs = await house.OpenAsync(1280, bob);
        await adas.GoAsync("/settings");
        await adas.At("privacy-showsReadMarks").ClickAsync();
        await Limits.UntilAsync(async () => !(await ada.Http.GetAsync("/api/me")).Json.GetProperty("showsReadMarks").GetBoolean(), "the setting");
        await adas.OpenChatAsync(chat);
        await bobs.OpenChatAsync(chat);
        await adas.SayAsync("from ada");
        await bobs.SayAsync("from bob");
        await Expect(adas.Message("from bob")).ToBeInViewportAsync();
        await Task.Delay(Limits.Silence);
        await Expect(adas.Message("from ada")).ToHaveAttributeAsync("data-state", "delivered");
        await Expect(bobs.Message("from bob")).ToHaveAttributeAsync("data-state", "delivered");
    }
}
