using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>On a wide window a chat stays open beside whatever is read.</summary>
public sealed class BesideTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData(1280)]
    [InlineData(1600)]
    public async Task A_chat_opens_beside_a_post_and_stays_while_one_goes_on(int width)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await bob.SayAsync(chat, "Did you read it?");
        var post = await House.PostAsync(bob, "A long read");
        await using var window = await house.OpenAsync(width, ada);
        await window.GoAsync($"/posts/{post}");
        await window.RosterItem(bob).ClickAsync();
        await window.ShowsTitleAsync("A long read");
        await Expect(window.At("dock-pane").GetByTestId("composer-text")).ToBeFocusedAsync();
        await Expect(window.RosterItem(bob)).ToBeInViewportAsync();
        await Limits.UntilAsync(async () => (await ada.Http.GetAsync($"/api/chats/{chat}")).Json.Number("unreadCount") == 0, "what is beside is read");
        await window.SayAsync("Half of it");
        await Expect(window.Message("Half of it")).ToHaveAttributeAsync("data-state", "sent");

        await window.Page.Locator("nav a[href='/']").First.ClickAsync();
        await Expect(window.At("feed")).ToBeVisibleAsync();
        await window.Page.ReloadAsync();
        await Expect(window.Message("Half of it")).ToBeVisibleAsync();
        (await window.Page.TitleAsync()).Should().NotContain(bob.Nickname);

        await window.At("expand").ClickAsync();
        await window.Page.WaitForURLAsync(url => url.EndsWith($"/chats/{chat}", StringComparison.Ordinal));
        await Expect(window.At("chat")).ToHaveCountAsync(1);
        await window.At("dock").ClickAsync();
        await Expect(window.At("feed")).ToBeVisibleAsync();
        await window.At("undock").ClickAsync();
        await Expect(window.At("chat")).ToHaveCountAsync(0);
        await Expect(window.At("roster")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_chat_that_could_not_be_read_without_a_connection_comes_when_it_is_back()
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await bob.SayAsync(chat, "Are you there?");
        await using var window = await house.OpenAsync(390, ada);
        await window.At("tab-chats").ClickAsync();
        await Expect(window.RosterItem(bob)).ToBeVisibleAsync();
        await window.Context.SetOfflineAsync(true);
        await window.RosterItem(bob).ClickAsync();
        await Expect(window.At("state-offline")).ToBeVisibleAsync();
        await window.Context.SetOfflineAsync(false);
        await Expect(window.Message("Are you there?")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 30_000 });
    }
}
