using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>Whatever people write into whichever field is shown as they wrote it, and runs nowhere.</summary>
public sealed class ScriptInjectionTests(House house) : IClassFixture<House>
{
    /// <summary>What would act if it were there: none of it comes from us.</summary>
    private const string Foreign = """
        () => [...document.querySelectorAll('*')].flatMap((element) => [
          ...[...element.attributes].filter(({ name, value }) => name.startsWith('on') || name === 'srcdoc' || (/^(href|src|action|data|formaction|xlink:href)$/.test(name) && /^\s*(javascript|vbscript|data:text)/i.test(value))).map(({ name }) => `${element.localName} ${name}`),
          ...(/^(iframe|object|embed|base|marquee|math|template|xmp|audio|video)$/.test(element.localName) ? [element.localName] : []),
          ...(element.localName === 'script' && !element.src.startsWith(location.origin) && element.type !== 'application/json' ? ['script'] : []),
        ])
        """;

    [Fact]
    public async Task What_looks_like_a_script_is_shown_as_text_in_every_field()
    {
        Injections.All.Should().HaveCountGreaterThanOrEqualTo(200).And.OnlyHaveUniqueItems();
        var (keeper, ada, bob) = (await house.SignUpKeeperAsync(), await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        foreach (var name in Injections.All.Where(text => text.Length <= 32)) (await house.Forum.Visitor().PostAsync("/api/accounts", Forum.SignUpBody(name))).ShouldBe(400);
        var category = (await keeper.Http.PostAsync("/api/categories", new { name = "Attic", slug = "attic" })).ShouldBe(201).Json;
        // In a field of one line there are no tabs and no ends of lines.
        var titles = Injections.All.Where(IsOneLine).ToList();

        string post = "";
        foreach (var text in Injections.All)
        {
            var made = await ada.Http.PostAsync("/api/posts", new { title = text, content = text, categoryId = category.Text("id") });
            post = made.ShouldBe(201).Json.Text("id");
            (await ada.Http.PostAsync("/api/posts", new { title = "Tagged", content = "x", categoryId = category.Text("id"), tags = new[] { text } })).ShouldBe(400);
        }
        var comments = new List<string>();
        foreach (var text in Injections.All) comments.Add((await ada.Http.PostAsync($"/api/posts/{post}/comments", new { content = text })).ShouldBe(201).Json.Text("id"));
        var chat = await ada.ChatWithAsync(bob);
        foreach (var text in Injections.All) await ada.SayAsync(chat, text);
        foreach (var name in Short(64)) (await ada.Http.PostAsync("/api/chats", new { name, memberIds = new[] { bob.Id } })).ShouldBe(201);
        for (var i = 0; i < Injections.All.Count; i++)
        {
            var report = (await bob.Http.PostAsync("/api/reports", new { targetType = "comment", targetId = comments[i], reason = Injections.All[i] })).ShouldBe(201).Json.Text("id");
            if (i % 2 == 0) (await keeper.Http.PatchAsync($"/api/reports/{report}", new { decision = "dismissed", note = Injections.All[i] })).ShouldBe(200);
        }
        foreach (var reason in Injections.All) (await keeper.Http.PostAsync($"/api/users/{bob.Id}/suspension", new { reason })).ShouldBe(200);
        foreach (var name in Short(64)) (await keeper.Http.PostAsync("/api/tokens", new { name })).ShouldBe(201);

        await using var window = await house.OpenAsync(1280, keeper);
        await window.GoAsync("/c/attic");
        await LoadAllAsync(window, "post-card", Injections.All.Count);
        // A card out of sight is not laid out: it has its text, and no lines of it.
        (await window.At("post-card").GetByTestId("post-title").AllTextContentsAsync()).Select(title => title.Trim()).Should().Contain(titles);
        await IsCleanAsync(window);

        await window.GoAsync($"/posts/{post}");
        await LoadAllAsync(window, "comment", Injections.All.Count);
        // Markdown takes its own signs out; tags stay what they are.
        var shown = string.Join('\n', await window.At("comment").AllInnerTextsAsync());
        shown.Should().ContainAll(titles.Where(text => text.StartsWith("<s", StringComparison.Ordinal) || text.StartsWith("<i", StringComparison.Ordinal)));
        await IsCleanAsync(window);

        await window.GoAsync($"/posts/{post}/edit");
        await Expect(window.At("post-form")).ToBeVisibleAsync();
        await IsCleanAsync(window);
        foreach (var path in new[] { "/reports", "/admin/people", "/admin/audit", "/settings", "/notifications" })
        {
            await window.GoAsync(path);
            await window.IsConnectedAsync();
            await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await IsCleanAsync(window);
        }
        await window.GoAsync("/reports");
        await Expect(window.At("report").First).ToContainTextAsync(Injections.All[^1]);

        await using var bobs = await house.OpenAsync(390, bob);
        await Expect(bobs.At("suspended")).ToContainTextAsync(Injections.All[^1]);
        await bobs.GoAsync("/chats");
        await Expect(bobs.At("roster-item").First).ToBeVisibleAsync();
        await IsCleanAsync(bobs);
        await bobs.GoAsync($"/chats/{chat}");
        for (var seq = 1; seq < Injections.All.Count; seq += 25)
        {
            await bobs.GoAsync($"/chats/{chat}?m={seq}");
            await Expect(bobs.Page.Locator($"[data-testid=message][data-seq='{seq}']")).ToBeVisibleAsync();
            await IsCleanAsync(bobs);
        }
        await NamesAsync(keeper, window);
    }

    /// <summary>Of these there is one at a time.</summary>
    private static async Task NamesAsync(Person keeper, Window window)
    {
        foreach (var name in Short(64).Where((_, i) => i % 12 == 0))
        {
            (await keeper.Http.PatchAsync("/api/admin/settings", new { name, description = name })).ShouldBe(200);
            (await keeper.Http.PatchAsync("/api/me", new { firstName = name, lastName = name })).ShouldBe(200);
            (await keeper.Http.PostAsync("/api/categories", new { name, slug = $"c{Guid.NewGuid():N}", description = name })).ShouldBe(201);
            await window.GoAsync("/settings");
            await Expect(window.At("account-form").GetByTestId("field-firstName")).ToHaveValueAsync(name);
            await Expect(window.Page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex(System.Text.RegularExpressions.Regex.Escape(name), System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
            await Expect(window.At("category").Filter(new LocatorFilterOptions { HasText = name }).First).ToBeVisibleAsync();
            await IsCleanAsync(window);
        }
    }

    private static IEnumerable<string> Short(int length) => Injections.All.Where(text => text.Length <= length && IsOneLine(text));

    private static bool IsOneLine(string text) => text.AsSpan().IndexOfAny('\n', '\t') < 0;

    /// <summary>As somebody who goes on to the end: by scrolling or by the button, whichever the list has.</summary>
    private static async Task LoadAllAsync(Window window, string hook, int count)
    {
        await Limits.UntilAsync(
            async () => await window.Page.EvaluateAsync<int>("""
                (hook) => {
                  const list = [...document.querySelectorAll(`[data-testid=${hook}]`)];
                  list.at(-1)?.scrollIntoView();
                  [...document.querySelectorAll('main button')].find((button) => button.textContent.trim() === 'Show more')?.click();
                  return list.length;
                }
                """, hook) >= count, $"{count} of {hook}");
    }

    private static async Task IsCleanAsync(Window window) => (await window.Page.EvaluateAsync<string[]>(Foreign)).Should().BeEmpty();
}
