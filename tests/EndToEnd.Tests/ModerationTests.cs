using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>What people do about each other: report, decide, restore, block; and what calls them.</summary>
public sealed class ModerationTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_reported_post_is_hidden_decided_and_restored_and_everybody_hears_at_once()
    {
        var (keeper, ada, bob) = (await house.SignUpKeeperAsync(), await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var post = await PostAsync(bob, "Cheap watches");
        await using var keepers = await house.OpenAsync(1280, keeper);
        await using var adas = await house.OpenAsync(390, ada);
        await adas.GoAsync($"/posts/{post}");
        await adas.At("post-menu").ClickAsync();
        await adas.At("report-post").ClickAsync();
        await adas.At("field-reason").FillAsync("Sells something");
        await adas.At("submit-report").ClickAsync();
        await adas.IsToldAsync("Thank you");

        await keepers.At("bell-button").ClickAsync();
        await keepers.Page.Locator("[data-testid=notification][data-kind=report]").First.ClickAsync();
        await Expect(keepers.At("report")).ToContainTextAsync("Sells something");
        await keepers.At("report").GetByTestId("hide").ClickAsync();
        await Expect(adas.At("post")).ToHaveCountAsync(0);
        await keepers.At("report").GetByTestId("note").FillAsync("Against the rules");
        await keepers.At("report").GetByTestId("uphold").ClickAsync();
        await Expect(keepers.At("report")).ToHaveCountAsync(0);

        await keepers.GoAsync($"/posts/{post}");
        await keepers.At("post-menu").ClickAsync();
        await keepers.At("restore-post").ClickAsync();
        await Expect(keepers.At("post")).ToBeVisibleAsync();
        await adas.Page.ReloadAsync();
        await adas.ShowsTitleAsync("Cheap watches");
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Notifications_come_live_lead_to_their_place_and_are_read_on_every_device(int width)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var post = await PostAsync(ada, $"Called {width}");
        for (var i = 0; i < 70; i++) (await bob.Http.PostAsync($"/api/posts/{post}/comments", new { content = $"Before {i}" })).ShouldBe(201);
        await using var window = await house.OpenAsync(width, ada);
        await using var other = await house.OpenAsync(1280, ada);
        (await bob.Http.PostAsync($"/api/posts/{post}/comments", new { content = $"Look, @{ada.Nickname}" })).ShouldBe(201);

        if (window.IsPhone) await window.At("tab-notifications").ClickAsync();
        else await window.At("bell-button").ClickAsync();
        var mention = window.Page.Locator("[data-testid=notification][data-kind=mention]");
        await Expect(mention).ToHaveAttributeAsync("data-read", "false");
        await mention.ClickAsync();
        var named = window.Page.Locator(".comment.named");
        await Expect(named).ToContainTextAsync($"Look, @{ada.Nickname}");
        await Expect(named).ToBeInViewportAsync();
        await Expect(named.GetByRole(AriaRole.Link, new() { Name = $"@{ada.Nickname}" })).ToHaveAttributeAsync("href", $"/users/{ada.Nickname}");

        await other.At("bell-button").ClickAsync();
        await other.At("read-all").First.ClickAsync();
        await Expect(other.Page.Locator("[data-testid=notification][data-read=false]")).ToHaveCountAsync(0);
        await window.GoAsync("/notifications");
        await Expect(window.At("notification").First).ToHaveAttributeAsync("data-read", "true");
        await Expect(window.Page.Locator("[data-testid=notification][data-read=false]")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Who_is_blocked_is_out_of_sight_and_listed_until_one_changes_ones_mind(int width)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        await using var presence = await bob.ConnectAsync();
        await using var window = await house.OpenAsync(width, ada);
        var chat = await ada.ChatWithAsync(bob);
        await window.GoAsync($"/users/{bob.Nickname}");
        await window.At("profile-menu").ClickAsync();
        await window.At("block").ClickAsync();
        await Expect(window.At("blocked-note")).ToBeVisibleAsync();
        await window.GoAsync($"/chats/{chat}");
        await Expect(window.At("blocked-note")).ToBeVisibleAsync();
        await Expect(window.At("composer-text")).ToHaveCountAsync(0);

        await window.GoAsync("/settings");
        var listed = window.Page.Locator($"[data-testid=blocked-person][data-user-id='{bob.Id}']");
        await listed.GetByTestId("unblock").ClickAsync();
        await Expect(listed).ToHaveCountAsync(0);
        await window.OpenChatAsync(chat);
    }

    private static async Task<string> PostAsync(Person author, string title)
    {
        var categoryId = (await author.Http.GetAsync("/api/categories")).ShouldBe(200).Json.Items()[0].Text("id");
        return (await author.Http.PostAsync("/api/posts", new { title, content = "Text", categoryId })).ShouldBe(201).Json.Text("id");
    }
}
