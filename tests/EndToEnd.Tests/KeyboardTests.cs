using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>Everything without a mouse.</summary>
public sealed class KeyboardTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Keys_walk_the_feed_open_a_post_and_lead_everywhere()
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        foreach (var title in new[] { "The first", "The second", "The third" }) await House.PostAsync(bob, title);
        await using var window = await house.OpenAsync(1280, ada);
        var keyboard = window.Page.Keyboard;
        await Expect(window.At("post-card").First).ToBeVisibleAsync();
        foreach (var key in "jjk") await keyboard.PressAsync($"{key}");
        await Expect(window.At("post-title").First).ToBeFocusedAsync();
        await keyboard.PressAsync("j");
        await keyboard.PressAsync("Enter");
        await window.ShowsTitleAsync("The second");

        await keyboard.PressAsync("g");
        await keyboard.PressAsync("c");
        await window.Page.WaitForURLAsync("**/chats");
        await keyboard.PressAsync("g");
        await keyboard.PressAsync("f");
        await Expect(window.At("feed")).ToBeVisibleAsync();
        await keyboard.PressAsync("/");
        await Expect(window.At("search-box")).ToBeFocusedAsync();
        await keyboard.TypeAsync("gjk?");
        await Expect(window.At("search-box")).ToHaveValueAsync("gjk?");
        await Expect(window.At("key-sheet")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_palette_finds_people_and_gives_the_focus_back()
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        await using var window = await house.OpenAsync(1280, ada);
        var keyboard = window.Page.Keyboard;
        await window.At("new-post").FocusAsync();
        await keyboard.PressAsync("Control+k");
        await Expect(window.At("palette-input")).ToBeFocusedAsync();
        await keyboard.PressAsync("Escape");
        await Expect(window.At("palette")).ToHaveCountAsync(0);
        await Expect(window.At("new-post")).ToBeFocusedAsync();
        await keyboard.PressAsync("Control+k");
        await keyboard.TypeAsync(bob.Nickname);
        await Expect(window.At("palette-entry").First.Locator(".about")).ToHaveTextAsync("person");
        await keyboard.PressAsync("Enter");
        await Expect(window.At("composer-text")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Single_keys_can_be_put_away()
    {
        await using var window = await house.OpenAsync(1280);
        await window.GoAsync("/");
        var keyboard = window.Page.Keyboard;
        await Expect(window.At("sign-in-link")).ToBeVisibleAsync();
        await keyboard.PressAsync("?");
        await window.At("keys-enabled").UncheckAsync();
        await keyboard.PressAsync("Escape");
        await Expect(window.At("key-sheet")).ToHaveCountAsync(0);
        await keyboard.PressAsync("?");
        await keyboard.PressAsync("Control+k");
        await Expect(window.At("palette")).ToBeVisibleAsync();
        await Expect(window.At("key-sheet")).ToHaveCountAsync(0);
    }
}
