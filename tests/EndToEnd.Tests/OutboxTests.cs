using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

public sealed class OutboxTests(House house) : IClassFixture<House>
{
    private static readonly string[] Three = ["1 without network", "2 without network", "3 without network"];

    [Fact]
    public async Task What_was_written_without_network_goes_out_once_and_in_order_after_the_tab_was_closed()
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var adas = await house.OpenAsync(1280, ada);
        var tab = await adas.OpenTabAsync($"/chats/{chat}");
        await Expect(tab.At("composer-text")).ToBeVisibleAsync();

        await adas.Context.SetOfflineAsync(true);
        await Expect(tab.At("connection-state")).ToHaveAttributeAsync("data-state", "offline");
        foreach (var text in Three) await tab.SayAsync(text);
        await Expect(tab.At("message")).ToHaveCountAsync(3);
        await Expect(tab.Message(Three[0])).ToHaveAttributeAsync("data-state", "queued");
        await tab.Page.CloseAsync();
        await adas.Page.CloseAsync();
        (await SaidAsync(bob, chat)).Should().BeEmpty("nothing could leave");

        await adas.Context.SetOfflineAsync(false);
        var again = new Window(adas.Context, await adas.Context.NewPageAsync(), isPhone: false);
        await again.OpenChatAsync(chat);
        foreach (var text in Three) await Expect(again.Message(text)).ToHaveAttributeAsync("data-state", "sent");
        (await again.MessagesAsync()).Should().Equal(Three);
        (await SaidAsync(bob, chat)).Should().Equal(Three);
    }

    [Fact]
    public async Task Of_two_tabs_one_sends_and_both_show_it()
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var first = await house.OpenAsync(1280, ada);
        var sends = 0;
        await first.Context.RouteAsync("**/api/chats/*/messages", async route =>
        {
            if (route.Request.Method == "POST") Interlocked.Increment(ref sends);
            await route.ContinueAsync();
        });
        void Count(IPage page) => page.WebSocket += (_, socket) => socket.FrameSent += (_, frame) =>
        {
            if (frame.Text?.Contains("message.send", StringComparison.Ordinal) == true) Interlocked.Increment(ref sends);
        };
        Count(first.Page);
        first.Context.Page += (_, page) => Count(page);
        await first.OpenChatAsync(chat);
        var second = await first.OpenTabAsync($"/chats/{chat}");
        await Expect(second.At("composer-text")).ToBeVisibleAsync();

        await first.Context.SetOfflineAsync(true);
        await Expect(first.At("connection-state")).ToHaveAttributeAsync("data-state", "offline");
        foreach (var text in Three) await first.SayAsync(text);
        await Expect(second.At("message")).ToHaveCountAsync(3);
        Interlocked.Exchange(ref sends, 0);
        await first.Context.SetOfflineAsync(false);

        foreach (var tab in new[] { first, second })
        {
            foreach (var text in Three) await Expect(tab.Message(text)).ToHaveAttributeAsync("data-state", "sent");
            (await tab.MessagesAsync()).Should().Equal(Three);
        }
        (await SaidAsync(bob, chat)).Should().Equal(Three);
        // The browser tells of what it sent a little later than it shows it.
        await Limits.UntilAsync(() => Task.FromResult(Volatile.Read(ref sends) >= 3), "three sends");
        await Task.Delay(Limits.Silence);
        sends.Should().Be(3, "a message is sent by one tab");
    }

    [Fact]
    public async Task What_is_refused_says_why_and_can_be_sent_again_or_thrown_away()
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        (await bob.Http.PatchAsync("/api/me", new { whoMayWrite = "nobody" })).ShouldBe(200);
        await using var adas = await house.OpenAsync(1280, ada);
        await adas.TalkToAsync(bob);
        await adas.SayAsync("may I?");
        var mine = adas.Message("may I?");
        await Expect(mine).ToHaveAttributeAsync("data-state", "failed");
        await Expect(mine).ToContainTextAsync("doesn’t take messages from you");

        (await bob.Http.PatchAsync("/api/me", new { whoMayWrite = "everyone" })).ShouldBe(200);
        await mine.GetByTestId("retry").ClickAsync();
        await Expect(adas.Message("may I?")).ToHaveAttributeAsync("data-state", "sent");
    }

    /// <summary>What the server has of a chat, oldest first.</summary>
    private static async Task<IEnumerable<string>> SaidAsync(Person person, string chat) =>
        (await person.Http.GetAsync($"/api/chats/{chat}/messages")).ShouldBe(200).Json.Items().Select(message => message.Text("content"));
}
