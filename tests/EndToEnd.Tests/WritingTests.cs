using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>Writing with everything that helps, and reading what others made of it.</summary>
public sealed class WritingTests(House house) : IClassFixture<House>
{
    // A page gets files by dragging and pasting from elsewhere: here it makes them itself.
    private const string Bring = """
        async (form, kind) => {
          const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 20 });
          const blob = await new Promise((done) => canvas.toBlob(done));
          const data = new DataTransfer();
          data.items.add(new File([blob], `${kind}.png`, { type: 'image/png' }));
          form.dispatchEvent(kind === 'paste'
            ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
            : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
        }
        """;

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Tools_names_images_and_a_preview_help_and_what_was_begun_is_there_after_a_reload(int width)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync($"helpful{width}"));
        await using var window = await house.OpenAsync(width, ada);
        await window.GoAsync("/posts/new");
        await window.FillAsync("post-form", "title", "With all tools");
        var text = window.At("post-form").GetByTestId("field-content");
        await text.FillAsync("heavy");
        await text.SelectTextAsync();
        await window.Page.Locator("[data-tool='tool.bold']").ClickAsync();
        await Expect(text).ToHaveValueAsync("**heavy**");
        await text.PressAsync("End");
        await text.PressSequentiallyAsync($" for @helpful{width}");
        await Expect(window.At("mention-list").GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await text.PressAsync("Enter");
        await Expect(text).ToHaveValueAsync($"**heavy** for @{bob.Nickname} ");
        await window.At("preview-button").ClickAsync();
        await Expect(window.At("preview").Locator("strong")).ToHaveTextAsync("heavy");

        await window.Page.ReloadAsync();
        await Expect(text).ToHaveValueAsync($"**heavy** for @{bob.Nickname} ");
        await Expect(window.At("post-form").GetByTestId("field-title")).ToHaveValueAsync("With all tools");

        foreach (var way in new[] { "paste", "drop" }) await window.At("post-form").EvaluateAsync(Bring, way);
        await Expect(window.Page.Locator("[data-testid=picture][data-state=there]")).ToHaveCountAsync(2);
        await window.SubmitAsync("post-form");
        await window.ShowsTitleAsync("With all tools");
        await Expect(window.At("post").GetByTestId("attachment")).ToHaveCountAsync(2);
        await Expect(window.At("post-content").GetByRole(AriaRole.Link, new() { Name = $"@{bob.Nickname}" })).ToBeVisibleAsync();
        await window.GoAsync("/posts/new");
        await Expect(text).ToHaveValueAsync("");
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Answers_fold_are_led_to_by_their_address_and_show_what_is_new_and_what_was_changed(int width)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var post = await House.PostAsync(ada, "A long talk", "The first words");
        for (var i = 0; i < 12; i++) await CommentAsync(ada, post, $"line {i}");
        var parent = await CommentAsync(ada, post, "Who begins?");
        await using var window = await house.OpenAsync(width, bob);
        await window.Page.RunAndWaitForResponseAsync(() => window.GoAsync($"/posts/{post}"), answer => answer.Url.EndsWith("/seen", StringComparison.Ordinal));

        // Not while it can be seen coming.
        await window.GoAsync("/");
        var reply = await CommentAsync(ada, post, "I do", parent);
        await window.GoAsync($"/posts/{post}");
        await Expect(window.At("new-comments")).ToHaveTextAsync("1 new since your last visit");
        await Expect(Comment(window, reply)).ToHaveAttributeAsync("data-new", "true");

        await Comment(window, parent).GetByTestId("fold").First.ClickAsync();
        await Expect(Comment(window, reply)).ToHaveCountAsync(0);
        await Expect(Comment(window, parent).GetByTestId("fold")).ToHaveTextAsync("+1");
        await window.GoAsync($"/posts/{post}?comment={reply}");
        await Expect(Comment(window, reply)).ToBeInViewportAsync();
        await Comment(window, reply).Locator("a.when").ClickAsync();
        await Expect(window.Page).ToHaveURLAsync($"{house.Forum.Origin}/posts/{post}?comment={reply}");

        (await ada.Http.PatchAsync($"/api/comments/{reply}", new { content = "I did" })).ShouldBe(200);
        await Comment(window, reply).GetByTestId("comment-history").ClickAsync();
        await ShowsChangeAsync(window, "do", "did");
        await window.Page.Keyboard.PressAsync("Escape");
        (await ada.Http.PatchAsync($"/api/posts/{post}", new { content = "The last words" })).ShouldBe(200);
        await Expect(window.At("post-content")).ToHaveTextAsync("The last words");
        await window.At("post-menu").ClickAsync();
        await window.At("post-history").ClickAsync();
        await ShowsChangeAsync(window, "first", "last");
    }

    [Fact]
    public async Task Staff_pin_lock_and_move_and_everybody_follows_and_keeps_what_they_like()
    {
        var (keeper, bob) = (await house.AdminAsync(), await house.Forum.SignUpAsync());
        var post = await House.PostAsync(bob, "To be moved");
        (await keeper.Http.PostAsync("/api/categories", new { name = "Elsewhere", slug = "elsewhere" })).ShouldBe(201);
        await using var keepers = await house.OpenAsync(1280, keeper);
        await using var bobs = await house.OpenAsync(390, bob);
        await bobs.GoAsync($"/posts/{post}");
        await keepers.GoAsync($"/posts/{post}");
        foreach (var act in new[] { "pin-post", "lock-post", "move-post" })
        {
            await keepers.At("post-menu").ClickAsync();
            await keepers.At(act).ClickAsync();
        }
        await keepers.At("move-list").GetByRole(AriaRole.Button, new() { Name = "Elsewhere" }).ClickAsync();
        await Limits.UntilAsync(
            async () => (await bob.Http.GetAsync($"/api/posts/{post}")).Json is var seen && seen.Flag("isPinned") && seen.Flag("isLocked") && seen.Text("category", "slug") == "elsewhere", "the post to be pinned, locked and moved");
        await Expect(bobs.At("comment-form")).ToHaveCountAsync(0);

        await bobs.Page.RunAndWaitForResponseAsync(() => bobs.At("bookmark").ClickAsync(), answer => answer.Url.EndsWith("/bookmark", StringComparison.Ordinal));
        await bobs.At("post-menu").ClickAsync();
        await bobs.Page.RunAndWaitForResponseAsync(() => bobs.At("follow").ClickAsync(), answer => answer.Url.EndsWith("/follow", StringComparison.Ordinal));
        foreach (var path in new[] { "/bookmarks", "/following" })
        {
            await bobs.GoAsync(path);
            await Expect(bobs.At("post-card").Filter(new LocatorFilterOptions { HasText = "To be moved" })).ToBeVisibleAsync();
        }
    }

    private static async Task<string> CommentAsync(Person author, string post, string content, string? parentId = null) =>
        (await author.Http.PostAsync($"/api/posts/{post}/comments", new { content, parentId })).ShouldBe(201).Json.Text("id");

    private static ILocator Comment(Window window, string id) => window.Page.Locator($"[data-comment-id='{id}']");

    private static async Task ShowsChangeAsync(Window window, string before, string after)
    {
        await Expect(window.At("history-change").Locator("del")).ToHaveTextAsync(before);
        await Expect(window.At("history-change").Locator("ins")).ToHaveTextAsync(after);
    }
}
