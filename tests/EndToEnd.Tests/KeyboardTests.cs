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

    /// <summary>A page, the hook that opens a dialog there, and the one in a menu that the first opens.</summary>
    public static TheoryData<string, string, string?> Dialogs => new()
    {
        { "/", "new-group", null },
        { "/posts/{post}", "post-menu", "delete-post" },
        { "/settings", "erase", null },
        { "/chats/{chat}", "chat-search", null },
        { "/chats/{chat}", "group-info", null },
        { "/chats/{chat}", "message-menu", "delete-message" },
    };

    [Theory]
    [MemberData(nameof(Dialogs))]
    public async Task A_dialog_gives_the_focus_back_to_what_opened_it_however_it_is_closed(string page, string opener, string? inMenu)
    {
        var ada = await house.Forum.SignUpAsync();
        var chat = await ada.GroupWithAsync();
        await ada.SayAsync(chat, "a word");
        var post = await House.PostAsync(ada, "A post");
        await using var window = await house.OpenAsync(1280, ada);
        await window.GoAsync(page.Replace("{post}", post, StringComparison.Ordinal).Replace("{chat}", chat, StringComparison.Ordinal));
        await window.IsConnectedAsync();
        var dialog = window.Page.Locator("dialog[open]");
        foreach (var close in new Func<Task>[] { () => window.Page.Keyboard.PressAsync("Escape"), () => dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Close" }).PressAsync("Enter") })
        {
            await window.At(opener).First.PressAsync("Enter");
            if (inMenu is not null) await window.At(inMenu).PressAsync("Enter");
            await Expect(dialog).ToHaveCountAsync(1);
            await close();
            await Expect(dialog).ToHaveCountAsync(0);
            await Expect(window.At(opener).First).ToBeFocusedAsync();
        }
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
