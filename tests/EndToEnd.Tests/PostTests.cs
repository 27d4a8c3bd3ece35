using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

public sealed class PostTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task One_writes_a_post_and_comments_and_changes_and_deletes_what_is_ones_own(int width)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        await using var adas = await house.OpenAsync(width, ada);
        await using var bobs = await house.OpenAsync(width, bob);
        var title = $"Что читаем в ноябре {width}?";

        await adas.At(adas.IsPhone ? "tab-write" : "new-post").ClickAsync();
        await adas.SubmitAsync("post-form");
        await adas.ShowsErrorAsync("post-form", "title");
        await adas.ShowsErrorAsync("post-form", "content");
        await adas.FillAsync("post-form", "title", title);
        await adas.FillAsync("post-form", "content", "Я начала **«Письма»**.\n\n<script>alert(1)</script>");
        await adas.SubmitAsync("post-form");
        await adas.ShowsTitleAsync(title);
        await Expect(adas.At("post-content").Locator("strong")).ToHaveTextAsync("«Письма»");
        await Expect(adas.At("post-content").Locator("script")).ToHaveCountAsync(0);

        await bobs.GoAsync("/");
        await bobs.At("post-card").Filter(new LocatorFilterOptions { HasText = title }).GetByTestId("post-title").ClickAsync();
        await bobs.ShowsTitleAsync(title);
        await bobs.At("post-menu").ClickAsync();
        await Expect(bobs.At("report-post")).ToBeVisibleAsync();
        foreach (var own in new[] { "edit-post", "delete-post" }) await Expect(bobs.At(own)).ToHaveCountAsync(0);
        await bobs.Page.Keyboard.PressAsync("Escape");
        await bobs.FillAsync("comment-form", "content", "А я «Дневники».");
        await bobs.SubmitAsync("comment-form");
        await Expect(Comment(bobs, "А я «Дневники».")).ToHaveCountAsync(1);

        await adas.Page.ReloadAsync();
        var heard = Comment(adas, "А я «Дневники».");
        await Expect(heard).ToHaveCountAsync(1);
        await Expect(heard.GetByTestId("edit-comment")).ToHaveCountAsync(0);
        await heard.GetByTestId("reply").ClickAsync();
        await heard.GetByTestId("field-content").FillAsync("Оба тома?");
        await heard.GetByTestId("submit").ClickAsync();
        await Expect(Comment(adas, "Оба тома?").Last).ToBeVisibleAsync();

        var id = await Comment(bobs, "А я «Дневники».").First.GetAttributeAsync("data-comment-id");
        var mine = bobs.Page.Locator($"[data-comment-id='{id}']");
        await mine.GetByTestId("edit-comment").First.ClickAsync();
        await mine.GetByTestId("field-content").First.FillAsync("А я «Записные книжки».");
        await mine.GetByTestId("submit").First.ClickAsync();
        await Expect(Comment(bobs, "А я «Записные книжки».").First).ToBeVisibleAsync();
        await bobs.At("delete-comment").First.ClickAsync();
        await bobs.At("confirm").ClickAsync();
        await Expect(Comment(bobs, "«Записные книжки»")).ToHaveCountAsync(0);

        await adas.At("post-menu").ClickAsync();
        await adas.At("edit-post").ClickAsync();
        await adas.FillAsync("post-form", "title", title + " И в декабре?");
        await adas.SubmitAsync("post-form");
        await adas.ShowsTitleAsync(title + " И в декабре?");
        await adas.At("post-menu").ClickAsync();
        await adas.At("delete-post").ClickAsync();
        await adas.At("confirm").ClickAsync();
        await adas.IsToldAsync("The post was deleted");
        await bobs.GoAsync("/");
        await bobs.IsConnectedAsync();
        await Expect(bobs.At("post-card").Filter(new LocatorFilterOptions { HasText = title })).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task No_page_is_wider_than_the_window(int width)
    {
        var person = await house.Forum.SignUpAsync();
        await using var window = await house.OpenAsync(width, person);
        foreach (var path in new[] { "/", "/posts/new", "/chats", "/settings", "/me", $"/users/{person.Nickname}", "/sign-in", "/nowhere" })
        {
            await window.GoAsync(path);
            await window.Page.WaitForLoadStateAsync(LoadState.Load);
            (await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(width, "{0} should not scroll sideways", path);
        }
    }

    private static ILocator Comment(Window window, string text) => window.At("comment").Filter(new LocatorFilterOptions { HasText = text });
}
