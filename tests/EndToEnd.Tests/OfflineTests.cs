using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>The app starts without a network, shows what was read last, and forgets it with the session.</summary>
public sealed class OfflineTests(House house) : IClassFixture<House>
{
    private const string IsInCharge = "navigator.serviceWorker.controller !== null";

    [Fact]
    public async Task Without_a_network_the_last_feed_and_chat_are_there_and_what_is_said_waits()
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await bob.SayAsync(chat, "Until the tunnel");
        await House.PostAsync(bob, "Read on the train");
        await using var window = await house.OpenAsync(390, ada, worker: true);
        await window.Page.WaitForFunctionAsync(IsInCharge);
        await window.GoAsync("/");
        await Expect(window.At("post-card").First).ToContainTextAsync("Read on the train");
        await window.GoAsync($"/chats/{chat}");
        await Expect(window.Message("Until the tunnel")).ToBeVisibleAsync();

        await window.Context.SetOfflineAsync(true);
        await window.GoAsync("/");
        await Expect(window.At("post-card").First).ToContainTextAsync("Read on the train");
        await window.At("tab-chats").ClickAsync();
        await window.RosterItem(bob).ClickAsync();
        await Expect(window.Message("Until the tunnel")).ToBeVisibleAsync();
        await window.SayAsync("Said in the tunnel");
        await Expect(window.Message("Said in the tunnel")).ToHaveAttributeAsync("data-state", "queued");
        await window.Page.ReloadAsync();
        await Expect(window.Message("Said in the tunnel")).ToHaveAttributeAsync("data-state", "queued");

        await window.Context.SetOfflineAsync(false);
        await Expect(window.Message("Said in the tunnel")).ToHaveAttributeAsync("data-state", "sent", new LocatorAssertionsToHaveAttributeOptions { Timeout = 40_000 });
    }

    [Fact]
    public async Task Signing_out_takes_along_what_was_kept()
    {
        var ada = await house.Forum.SignUpAsync();
        await using var window = await house.OpenAsync(1280, ada, worker: true);
        await window.Page.WaitForFunctionAsync(IsInCharge);
        await window.Page.ReloadAsync();
        await window.IsConnectedAsync();
        await window.Page.WaitForFunctionAsync("async () => (await (await caches.open('data')).keys()).length > 3");
        await window.SignOutAsync();
        await window.Page.WaitForFunctionAsync("async () => !(await (await caches.open('data')).keys()).some(request => request.url.includes('/chats'))");
    }
}
