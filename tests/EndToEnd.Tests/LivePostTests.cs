using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>A feed and a post that are open show what happens, and what happened while the network was away.</summary>
public sealed class LivePostTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_post_with_tags_is_announced_found_by_them_and_shown_as_it_changes(int width)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        await using var adas = await house.OpenAsync(width, ada);
        await using var bobs = await house.OpenAsync(width, bob);
        await PostAsync(bob, "First of all");
        await bobs.GoAsync("/");
        await bobs.IsConnectedAsync();
        await Expect(bobs.At("post-card").First).ToBeVisibleAsync();
        var title = $"Bread {width}";

        await adas.At(adas.IsPhone ? "tab-write" : "new-post").ClickAsync();
        await adas.FillAsync("post-form", "title", title);
        await adas.FillAsync("post-form", "content", "With rye");
        await adas.At("field-tags").FillAsync("baking");
        await adas.At("field-tags").PressAsync("Enter");
        await adas.At("field-tags").FillAsync("rye");
        await adas.SubmitAsync("post-form");
        await Expect(adas.At("tags")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("#baking *#rye", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));

        // Nothing jumps: the new one is told of, and comes with a click.
        await Expect(bobs.Page.GetByRole(AriaRole.Button, new() { Name = "new post" })).ToBeVisibleAsync();
        await Expect(Card(bobs, title)).ToHaveCountAsync(0);
        await bobs.Page.GetByRole(AriaRole.Button, new() { Name = "new post" }).ClickAsync();
        await Card(bobs, title).GetByTestId("post-title").ClickAsync();
        await bobs.At("tags").GetByRole(AriaRole.Link, new() { Name = "#rye" }).ClickAsync();
        await Expect(bobs.At("post-card")).ToHaveCountAsync(width == 1280 ? 1 : 2);
        await Card(bobs, title).GetByTestId("post-title").ClickAsync();
        await bobs.ShowsTitleAsync(title);

        await adas.FillAsync("comment-form", "content", "Sourdough of *three days*");
        await adas.SubmitAsync("comment-form");
        await Expect(bobs.At("comment").Locator("em")).ToHaveTextAsync("three days");
        var post = adas.Page.Url.Split('/')[^1];
        (await ada.Http.PutAsync($"/api/posts/{post}/reactions/❤️")).ShouldBe(200);
        await Expect(bobs.At("post").Locator("[data-testid=reaction][data-emoji='❤️']")).ToContainTextAsync("1");
        (await ada.Http.PatchAsync($"/api/posts/{post}", new { title = title + ", better" })).ShouldBe(200);
        await bobs.ShowsTitleAsync(title + ", better");

        // What is missed without a network is there once it is back.
        await bobs.Context.SetOfflineAsync(true);
        (await ada.Http.PostAsync($"/api/posts/{post}/comments", new { content = "Said meanwhile" })).ShouldBe(201);
        await bobs.Context.SetOfflineAsync(false);
        await Expect(bobs.At("comment").Filter(new LocatorFilterOptions { HasText = "Said meanwhile" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_comment_without_a_network_says_so_and_is_written_once_when_sent_again()
    {
        var ada = await house.Forum.SignUpAsync();
        var post = await PostAsync(ada, "Far away");
        await using var window = await house.OpenAsync(1280, ada);
        await window.GoAsync($"/posts/{post}");
        await Expect(window.At("comments")).ToBeVisibleAsync();

        // It arrives, and the answer does not: whether it was written nobody here knows.
        var isLost = true;
        await window.Page.RouteAsync("**/api/posts/*/comments", async route =>
        {
            if (route.Request.Method != "POST" || !isLost)
            {
                await route.ContinueAsync();
                return;
            }
            isLost = false;
            await route.FetchAsync();
            await route.AbortAsync();
        });
        await window.FillAsync("comment-form", "content", "Only once");
        await window.SubmitAsync("comment-form");
        await Expect(window.At("waiting-comment")).ToHaveAttributeAsync("data-state", "failed");
        await window.At("retry-comment").ClickAsync();
        await Expect(window.At("waiting-comment")).ToHaveCountAsync(0);
        await Expect(window.At("comment")).ToHaveCountAsync(1);
        (await ada.Http.GetAsync($"/api/posts/{post}/comments")).Json.Items().Should().ContainSingle();

        // What is refused comes back into the field, to be written better.
        await window.FillAsync("comment-form", "content", new string('x', 10_001));
        await window.SubmitAsync("comment-form");
        await window.ShowsErrorAsync("comment-form", "content");
        await Expect(window.At("waiting-comment")).ToHaveCountAsync(0);
        await Expect(window.At("comment-form").GetByTestId("field-content")).ToHaveValueAsync(new string('x', 10_001));
    }

    [Fact]
    public async Task A_post_whose_answer_was_lost_is_published_once_even_after_a_reload()
    {
        var ada = await house.Forum.SignUpAsync();
        await using var window = await house.OpenAsync(1280, ada);
        await window.GoAsync("/posts/new");
        await window.FillAsync("post-form", "title", "Lost and found");
        await window.FillAsync("post-form", "content", "Text");
        await window.Page.RouteAsync("**/api/posts", async route =>
        {
            if (route.Request.Method == "POST") await route.FetchAsync();
            await route.AbortAsync();
        });
        await window.SubmitAsync("post-form");
        await Expect(window.At("post-form").GetByTestId("form-error")).ToBeVisibleAsync();
        await window.Page.UnrouteAsync("**/api/posts");

        await window.Page.ReloadAsync();
        await Expect(window.At("post-form").GetByTestId("field-title")).ToHaveValueAsync("Lost and found");
        await window.SubmitAsync("post-form");
        await window.ShowsTitleAsync("Lost and found");
        (await ada.Http.GetAsync($"/api/posts?author={ada.Nickname}")).Json.Items().Should().ContainSingle();
    }

    private static ILocator Card(Window window, string title) => window.At("post-card").Filter(new LocatorFilterOptions { HasText = title });

    private static async Task<string> PostAsync(Person author, string title)
    {
        var categoryId = (await author.Http.GetAsync("/api/categories")).ShouldBe(200).Json.Items()[0].Text("id");
        return (await author.Http.PostAsync("/api/posts", new { title, content = "Text", categoryId })).ShouldBe(201).Json.Text("id");
    }
}
