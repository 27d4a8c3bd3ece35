using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

public sealed class ChatTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task The_roster_shows_who_is_there_and_comes_by_last_message(int width)
    {
        var (ada, bob, cay) = (await house.Forum.SignUpAsync($"aaa.{width}"), await house.Forum.SignUpAsync($"aab.{width}"), await house.Forum.SignUpAsync($"zzz.{width}"));
        await cay.SayAsync(await cay.ChatWithAsync(ada), "the first word");
        await using var adas = await house.OpenAsync(width, ada);
        await adas.ShowRosterAsync();
        await Expect(adas.RosterItem(cay)).ToBeVisibleAsync();
        (await adas.RosterAsync())[0].Should().Be(cay.Id, "who wrote last comes first, and the rest by name");
        await Expect(adas.RosterItem(cay).GetByTestId("unread")).ToHaveAttributeAsync("data-count", "1");
        await Expect(adas.RosterItem(cay)).ToHaveAttributeAsync("data-online", "false");

        await adas.At("roster-filter").FillAsync(bob.Nickname);
        await Expect(adas.RosterItem(bob)).ToHaveAttributeAsync("data-online", "false");
        var bobs = await house.OpenAsync(width, bob);
        await Expect(adas.RosterItem(bob)).ToHaveAttributeAsync("data-online", "true");
        await bobs.DisposeAsync();
        await Expect(adas.RosterItem(bob)).ToHaveAttributeAsync("data-online", "false");
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task The_last_ten_messages_load_and_ten_more_on_scrolling_up_at_the_same_place(int width)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        for (var i = 1; i <= 35; i++) await ada.SayAsync(chat, $"message {i:00}\n\nwith\n\nseveral\n\nlines");
        (await bob.Http.PutAsync($"/api/chats/{chat}/read", new { seq = 35 })).ShouldBe(204);
        await using var window = await house.OpenAsync(width, bob);
        await window.TalkToAsync(ada);
        await Expect(window.At("message")).ToHaveCountAsync(10);
        await Expect(window.Message("message 35")).ToBeInViewportAsync();

        for (var count = 20; count <= 30; count += 10)
        {
            var before = await window.Page.EvaluateAsync<Place>(Scrolled);
            await Expect(window.At("message")).ToHaveCountAsync(count);
            await window.Page.WaitForTimeoutAsync(400);
            var after = await window.Page.EvaluateAsync<Place>(PlaceOf, before.Id);
            after.Top.Should().BeApproximately(before.Top, 2, "what was being read stays where it was");
            (await window.At("message").CountAsync()).Should().Be(count, "one pull brings ten");
        }
        (await window.MessagesAsync()).Select(text => text[..10]).Should().Equal(Enumerable.Range(6, 30).Select(i => $"message {i:00}"));
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_message_is_there_at_once_and_elsewhere_it_is_announced(int width)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        await using var adas = await house.OpenAsync(width, ada);
        await using var bobs = await house.OpenAsync(width, bob);

        await adas.TalkToAsync(bob);
        await adas.SayAsync("Привет, это я 👋");
        await Expect(adas.Message("Привет")).ToHaveAttributeAsync("data-own", "true");

        // Bob is reading the feed: a toast, and a mark in the roster or on its tab.
        await bobs.IsToldAsync("Привет");
        await Expect(bobs.IsPhone ? bobs.At("tab-chats").GetByTestId("unread") : bobs.RosterItem(ada).GetByTestId("unread")).ToHaveAttributeAsync("data-count", "1");

        await bobs.TalkToAsync(ada);
        var heard = bobs.Message("Привет");
        await Expect(heard).ToHaveAttributeAsync("data-own", "false");
        await Expect(heard).ToContainTextAsync(ada.Nickname);
        (await heard.Locator("time").GetAttributeAsync("datetime")).Should().StartWith(DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await Expect(adas.Message("Привет")).ToHaveAttributeAsync("data-state", "read");

        await bobs.TypeUntilSeenAsync(adas, $"{bob.Nickname} is typing…");
        await bobs.SayAsync("И тебе привет");
        await Expect(adas.Message("И тебе привет")).ToBeInViewportAsync();
        (await adas.At("toast").CountAsync()).Should().Be(0, "the chat is open");
    }

    [Fact]
    public async Task What_happens_while_an_answer_is_on_its_way_is_not_lost()
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        await using var adas = await house.OpenAsync(1280, ada);
        await adas.Page.RouteAsync("**/api/chats**", async route =>
        {
            var answer = await route.FetchAsync();
            await Task.Delay(Random.Shared.Next(200, 1_500));
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer });
        });
        await adas.TalkToAsync(bob);
        await adas.SayAsync("1 from ada");
        await Limits.UntilAsync(async () => (await bob.Http.GetAsync("/api/chats")).Json.Items().Count == 1, "the chat");
        var chat = await bob.ChatWithAsync(ada);
        string[] said = ["2 from bob", "3 from bob", "4 from bob", "5 from bob"];
        foreach (var text in said)
        {
            await bob.SayAsync(chat, text);
            await Task.Delay(300);
        }
        foreach (var text in said.Prepend("1 from ada")) await Expect(adas.Message(text)).ToHaveCountAsync(1);
        (await adas.MessagesAsync()).Order(StringComparer.Ordinal).Should().Equal(said.Prepend("1 from ada"));
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Killed_and_started_again_both_come_back_by_themselves_and_have_every_message_once(int width)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        await using var adas = await house.OpenAsync(width, ada);
        await using var bobs = await house.OpenAsync(width, bob);
        await adas.TalkToAsync(bob);
        await adas.SayAsync("1 before");
        await bobs.TalkToAsync(ada);
        await Expect(bobs.Message("1 before")).ToHaveCountAsync(1);
        await bobs.SayAsync("2 before");
        await Expect(adas.Message("2 before")).ToHaveCountAsync(1);

        await house.Forum.KillAsync();
        await Expect(adas.At("connection-state")).Not.ToHaveAttributeAsync("data-state", "open");
        await adas.SayAsync("3 while it was down");
        await Expect(adas.Message("3 while")).ToHaveCountAsync(1);
        await house.Forum.StartAsync();

        await adas.IsConnectedAsync();
        await bobs.IsConnectedAsync();
        await Expect(bobs.Message("3 while")).ToHaveCountAsync(1);
        await bobs.SayAsync("4 after");
        await Expect(adas.Message("4 after")).ToHaveCountAsync(1);
        string[] all = ["1 before", "2 before", "3 while it was down", "4 after"];
        foreach (var window in new[] { adas, bobs })
        {
            (await window.MessagesAsync()).Should().Equal(all);
            await window.Page.ReloadAsync();
            await Expect(window.At("message")).ToHaveCountAsync(4);
            (await window.MessagesAsync()).Should().Equal(all);
        }
    }

    /// <summary>Scrolls to the top, and says where the first message is then.</summary>
    private const string Scrolled =
        """
        () => {
          const box = document.querySelector('[data-testid=messages]');
          box.scrollTop = 0;
          const first = box.querySelector('[data-testid=message]');
          return { id: first.dataset.id, top: first.getBoundingClientRect().top };
        }
        """;

    private const string PlaceOf = "id => ({ id, top: document.querySelector(`[data-id='${id}']`).getBoundingClientRect().top })";

    private sealed record Place
    {
        public string Id { get; init; } = "";

        public double Top { get; init; }
    }
}
