using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

public sealed class RosterTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Groups_and_people_are_one_list_in_two_orders_and_the_server_filters_it_in_any_alphabet()
    {
        var ada = await house.Forum.SignUpAsync("roster.ada");
        var (zoe, yak) = (await house.Forum.SignUpAsync("Zoe.q7"), await house.Forum.SignUpAsync("яков.q7"));
        var group = await ada.GroupWithAsync(zoe);
        (await ada.Http.PatchAsync($"/api/chats/{group}", new { name = "Ячейка q7" })).ShouldBe(200);
        await using var window = await house.OpenAsync(1280, ada);
        await Expect(window.RosterGroup(group)).ToContainTextAsync("Ячейка");
        (await window.RosterAsync())[0].Should().Be(group);

        await yak.SayAsync(await yak.ChatWithAsync(ada), "Привет");
        await Expect(window.RosterItem(yak)).ToContainTextAsync("Привет");
        (await window.RosterAsync()).Take(2).Should().Equal([yak.Id, group], "who wrote last comes first");
        await zoe.SayAsync(group, "hello all");
        await Expect(window.RosterGroup(group)).ToContainTextAsync("hello all");
        (await window.RosterAsync()).Take(2).Should().Equal([group, yak.Id]);

        await window.At("roster-filter").FillAsync("Q7");
        await window.At("roster-order").SelectOptionAsync("name");
        await Expect(window.At("roster-item")).ToHaveCountAsync(3);
        await Expect(window.At("roster-item").Last).ToContainTextAsync("Ячейка");
        (await window.RosterAsync()).Should().Equal([zoe.Id, yak.Id, group], "Latin before Cyrillic, in any case");

        await window.At("roster-filter").FillAsync("ЯЧ");
        await Expect(window.At("roster-item")).ToHaveCountAsync(1);
        await Expect(window.RosterGroup(group)).ToBeVisibleAsync();
        await window.At("roster-filter").FillAsync("ЯКО");
        await Expect(window.RosterItem(yak)).ToBeVisibleAsync();
        await Expect(window.At("roster-item")).ToHaveCountAsync(1);
        await window.At("roster-filter").FillAsync("nobody at all");
        await Expect(window.At("roster-item")).ToHaveCountAsync(0);
        await window.At("roster-filter").FillAsync("");
        await window.At("roster-online").GetByText("Online").ClickAsync();
        await Expect(window.RosterGroup(group)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_long_list_holds_only_what_is_in_sight_and_keys_lead_through_it()
    {
        await Task.WhenAll(Enumerable.Range(0, 150).Select(i => house.Forum.SignUpAsync($"long{i:000}")));
        await using var window = await house.OpenAsync(1280, await house.Forum.SignUpAsync());
        await window.At("roster-filter").FillAsync("long");
        await Expect(window.At("roster").GetByText("More than 60 found")).ToHaveCountAsync(1);
        (await window.At("roster-item").CountAsync()).Should().BeLessThan(40);

        await window.At("roster-item").First.FocusAsync();
        await window.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(Focused(window)).ToContainTextAsync("long001");
        await window.Page.Keyboard.PressAsync("End");
        await Expect(Focused(window)).ToContainTextAsync("long149");
        await Expect(window.Page.Locator("li:has(:focus)")).ToHaveAttributeAsync("aria-setsize", "150");
        (await window.At("roster-item").CountAsync()).Should().BeLessThan(40);
        await window.Page.Keyboard.PressAsync("Home");
        await Expect(Focused(window)).ToContainTextAsync("long000");
        await window.Page.Keyboard.TypeAsync("long07");
        await Expect(Focused(window)).ToContainTextAsync("long070");
    }

    [Fact]
    public async Task Who_leaves_the_keyboard_alone_is_away_and_back_with_the_first_touch()
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        await using var adas = await house.OpenAsync(1280, ada);
        await adas.TalkToAsync(bob);
        await using var bobs = await house.OpenAsync(1280);
        await bobs.Page.Clock.InstallAsync();
        await house.SignInAsync(bobs, bob);
        var dot = adas.RosterItem(bob);
        await Expect(dot).ToHaveAttributeAsync("data-presence", "online");
        await bobs.Page.Mouse.MoveAsync(100, 100);
        await bobs.Page.Clock.FastForwardAsync(5 * 60 * 1000 + 1000);
        await bobs.IsConnectedAsync();
        await Expect(dot).ToHaveAttributeAsync("data-presence", "away");
        await Expect(adas.At("chat-status")).ToHaveTextAsync("away");
        await bobs.Page.Mouse.MoveAsync(200, 200);
        await Expect(dot).ToHaveAttributeAsync("data-presence", "online");

        (await bob.Http.PatchAsync("/api/me", new { isInvisible = true })).ShouldBe(200);
        await Expect(dot).ToHaveAttributeAsync("data-presence", "offline");
        await Expect(adas.At("chat-status")).ToContainTextAsync("last seen");
    }

    private static ILocator Focused(Window window) => window.Page.Locator("[data-testid=roster-item]:focus");
}
