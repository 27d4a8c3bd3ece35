using Microsoft.Playwright;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>Every page: what axe finds (WCAG 2.2 AA and its best practices), and whether it fits the narrowest window.</summary>
public sealed class EveryPageTests(House house) : IClassFixture<House>
{
    private const string Finds = """
        async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
          .violations.map(found => `${found.id}: ${found.nodes.map(node => node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? '')).slice(0, 4).join(' | ')}`)
        """;

    // What is wider than the window, or makes the page scroll sideways.
    private const string Overflows = """
        () => [...document.querySelectorAll('body, main, main .page')].filter(box => box.scrollWidth > Math.max(box.clientWidth, 0) + 1)
          .map(box => `${box.tagName}.${box.className} ${box.scrollWidth} > ${box.clientWidth}`)
        """;

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("FORUM_TESTS") == "full";

    /// <summary>Each width, language and theme once; all of them together with <c>--full</c>.</summary>
    public static TheoryData<int, string, ColorScheme> Views
    {
        get
        {
            var views = new TheoryData<int, string, ColorScheme>();
            foreach (var width in new[] { 1280, 390 })
            {
                foreach (var locale in Locales)
                {
                    foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
                    {
                        if (IsFull || (width == 1280) == (locale == "en-GB") && (width == 1280) == (scheme == ColorScheme.Light)) views.Add(width, locale, scheme);
                    }
                }
            }
            return views;
        }
    }

    /// <summary>The language with the longer words; with <c>--full</c> both.</summary>
    public static TheoryData<string> Narrow => IsFull ? ["en-GB", "ru-RU"] : ["ru-RU"];

    private static string[] Locales => ["en-GB", "ru-RU"];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Axe_finds_nothing(int width, string locale, ColorScheme scheme)
    {
        var axe = await File.ReadAllTextAsync(Path.Combine(ForumProcess.Root, "src/Spa/node_modules/axe-core/axe.min.js"));
        var found = new List<string>();
        await OnEveryPageAsync(width, locale, scheme, async (window, place) =>
        {
            await window.Page.EvaluateAsync(axe);
            found.AddRange((await window.Page.EvaluateAsync<string[]>(Finds)).Select(finding => $"{place}: {finding}"));
        });
        found.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Narrow))]
    public async Task Nothing_is_wider_than_320_pixels(string locale)
    {
        var found = new List<string>();
        await OnEveryPageAsync(320, locale, ColorScheme.Light, async (window, place) =>
            found.AddRange((await window.Page.EvaluateAsync<string[]>(Overflows)).Select(finding => $"{place}: {finding}")));
        found.Should().BeEmpty();
    }

    private async Task OnEveryPageAsync(int width, string locale, ColorScheme scheme, Func<Window, string, Task> look)
    {
        var admin = await house.AdminAsync();
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var group = await admin.GroupWithAsync(ada, bob);
        var said = await admin.SayAsync(group, "Read **this** `line`, @all");
        await bob.SayAsync(group, "> a quote\n\n- a list\n\nhttps://example.org");
        (await bob.Http.PutAsync($"/api/messages/{said.Text("id")}/reactions/👍", new { })).ShouldBe(200);
        await ada.SayAsync(await ada.ChatWithAsync(admin), "A word in private");
        var post = await House.PostAsync(admin, "A post about everything", "## Parts\n\nText, a [link](https://example.org), `code`\n\n```js\nconst a = 1; // why\n```\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |");
        (await bob.Http.PostAsync($"/api/posts/{post}/comments", new { content = $"I agree, @{admin.Nickname}" })).ShouldBe(201);
        (await bob.Http.PutAsync($"/api/posts/{post}/reactions/👍", new { })).ShouldBe(200);
        (await bob.Http.PostAsync("/api/reports", new { targetType = "post", targetId = post, reason = "Look at this" })).ShouldBe(201);

        await using (var visitor = await house.OpenAsync(width, locale, scheme))
            foreach (var path in new[] { "/", $"/posts/{post}", "/sign-in", "/sign-up", "/forgot-password", "/reset-password?token=x", "/me", "/nowhere", "/invite/somewhere", $"/users/{ada.Nickname}" })
                await GoAsync(visitor, path);

        await using var window = await house.OpenAsync(width, admin, locale, scheme);
        foreach (var path in new[]
        {
            "/", "/?sort=top", "/c/general", $"/posts/{post}", "/posts/new", $"/posts/{post}/edit", "/chats", $"/chats/{group}", $"/users/{bob.Nickname}", "/search?q=everything", "/search?q=zzzzzz", "/me", "/settings",
            "/notifications", "/bookmarks", "/following", "/reports", "/admin", "/admin/people", "/admin/settings", "/admin/audit", "/set-up", "/welcome", "/chats/00000000-0000-7000-8000-000000000000",
        })
            await GoAsync(window, path);
        await window.GoAsync("/");
        await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await window.Page.Keyboard.PressAsync("?");
        await window.At("key-sheet").WaitForAsync();
        await look(window, "the sheet of keys");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.Keyboard.PressAsync("Control+k");
        await window.At("palette").WaitForAsync();
        await look(window, "the palette");

        async Task GoAsync(Window at, string path)
        {
            await at.GoAsync(path);
            await at.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await look(at, path);
        }
    }
}
