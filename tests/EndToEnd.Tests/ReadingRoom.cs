using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>A forum that looks lived in, the same in every run, for pictures of its pages.</summary>
public sealed class ReadingRoom : IAsyncLifetime
{
    // Every time that the server tells is the same, some minutes ago.
    private const string StopClock = """
        (() => {
          const Real = Date, now = Real.UTC(2026, 2, 14, 9, 30), then = now - 12 * 60_000;
          globalThis.Date = class extends Real {
            constructor(...given) { super(...(given.length === 0 ? [now] : typeof given[0] === 'string' ? [then] : given)); }
            static now() { return now; }
            static parse() { return then; }
          };
        })();
        """;

    // Nothing moves, and the colours that come from ids are one.
    private const string Calm = """
        *, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important }
        .avatar { background: #5b6ee1 !important; color: #fff !important }
        """;

    // A third of a PNG. The same picture always becomes the same bytes.
    private const string ToWebp = """
        async (data) => {
          const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(data), (one) => one.charCodeAt(0))]));
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
          canvas.getContext('2d').drawImage(bitmap, 0, 0);
          const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp', quality: 0.9 })).arrayBuffer());
          return btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(''));
        }
        """;

    private readonly House _house = new();
    private Person _reader = null!;
    private string _post = "";
    private string _group = "";

    public async Task InitializeAsync()
    {
        await _house.InitializeAsync();
        var keeper = await _house.AdminAsync();
        (await keeper.Http.PatchAsync("/api/admin/settings", new { name = "Reading room" })).ShouldBe(200);
        var general = (await keeper.Http.GetAsync("/api/categories")).Json.Items()[0].Text("id");
        (await keeper.Http.PatchAsync($"/api/categories/{general}", new { color = "#8a6d1f" })).ShouldBe(200);
        var books = await CategoryAsync(keeper, "Books", "books", "#0f766e");
        await CategoryAsync(keeper, "Theatre", "theatre", "#c0305f");
        await CategoryAsync(keeper, "По-русски", "po-russki", "#4b57d6");
        var people = new List<Person>();
        foreach (var name in new[] { "heron", "linden", "снегирь", "wren", "teasel", "marten" }) people.Add(await _house.Forum.SignUpAsync(name));
        var (heron, linden, bullfinch, wren) = (people[0], people[1], people[2], people[3]);
        _reader = heron;

        await PostAsync(wren, general, "Saturday's meeting is at six", "The library closes at nine, so we have the large room for three hours. Bring the chapter that you liked least.", "meeting");
        await PostAsync(bullfinch, books, "Что почитать зимой?", "Хочется чего-нибудь длинного и спокойного, чтобы хватило до весны. Лучше с картой на форзаце.", "зима");
        await PostAsync(linden, books, "Translations side by side", "I put the first page of four translations next to each other. They hardly seem to be the same book.", "translation");
        _post = await PostAsync(
            linden, books, "How do you keep notes while reading?",
            "I have tried margins, cards and a notebook, and lose all of them. What works for me lately:\n\n1. one line for each chapter, written **after** putting the book away;\n2. page numbers of what I want to find again;\n3. nothing else.\n\n> A note that takes longer than the page it is about is another book.\n\nAnd you?",
            "notes", "habits");
        var first = (await wren.Http.PostAsync($"/api/posts/{_post}/comments", new { content = "Pencil in the margin, always. The book remembers where I was." })).ShouldBe(201).Json.Text("id");
        (await linden.Http.PostAsync($"/api/posts/{_post}/comments", new { content = "Even in library books?", parentId = first })).ShouldBe(201);
        (await bullfinch.Http.PostAsync($"/api/posts/{_post}/comments", new { content = "Карточки. Их можно разложить на столе и увидеть всю книгу сразу." })).ShouldBe(201);
        foreach (var person in new[] { heron, wren, bullfinch }) (await person.Http.PutAsync($"/api/posts/{_post}/reactions/{Uri.EscapeDataString("👍")}")).ShouldBe(200);

        foreach (var person in people.Skip(1).Reverse()) await person.SayAsync(await person.ChatWithAsync(heron), "See you on Saturday");
        _group = (await heron.Http.PostAsync("/api/chats", new { name = "Saturday circle", memberIds = people.Skip(1).Select(person => person.Id) })).ShouldBe(201).Json.Text("id");
        await wren.SayAsync(_group, "Which chapter do we begin with?");
        await linden.SayAsync(_group, "The seventh. It is short, and everybody disagrees about it.");
        await heron.SayAsync(_group, "I have just read it again — still on the side of the *gardener*.");
        var last = await bullfinch.SayAsync(_group, "А я нет! Принесу выписки.");
        (await wren.Http.PutAsync($"/api/messages/{last.Text("id")}/reactions/{Uri.EscapeDataString("🎉")}")).ShouldBe(200);
        await wren.SayAsync(_group, "Then it will be a good evening.");
        var seq = (await heron.Http.GetAsync($"/api/chats/{_group}")).Json.Number("lastSeq");
        (await heron.Http.PutAsync($"/api/chats/{_group}/read", new { seq })).ShouldBe(204);
    }

    public Task DisposeAsync() => _house.DisposeAsync();

    /// <summary>The pages as a reader sees them, by name: <c>feed</c>, <c>post</c> (with a chat beside it where there is room) and <c>chat</c>.</summary>
    public async Task<Dictionary<string, byte[]>> TakeAsync(int width, string locale, ColorScheme scheme)
    {
        await using var window = await _house.OpenAsync(width, locale, scheme);
        await window.Page.SetViewportSizeAsync(width, width < 700 ? 780 : 720);
        await window.Context.AddInitScriptAsync(StopClock);
        await window.Context.AddInitScriptAsync($"localStorage.setItem('forum.confirm.later', '{_reader.Email}')");
        await _house.SignInAsync(window, _reader);
        var taken = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await Expect(window.At("post-card")).ToHaveCountAsync(4);
        await TakeAsync("feed");
        await window.GoAsync($"/posts/{_post}");
        await Expect(window.At("comment")).ToHaveCountAsync(3);
        if (!window.IsPhone)
        {
            await window.RosterGroup(_group).ClickAsync();
            await Expect(window.At("message")).ToHaveCountAsync(5);
        }
        await TakeAsync("post");
        await window.GoAsync($"/chats/{_group}");
        await Expect(window.At("message")).ToHaveCountAsync(5);
        await TakeAsync("chat");
        return taken;

        async Task TakeAsync(string name)
        {
            await Limits.UntilAsync(() => HasItsFaceAsync(window.Page), "the page's own font");
            await window.Page.EvaluateAsync(
                """
                async (css) => {
                  const calm = new CSSStyleSheet();
                  calm.replaceSync(css);
                  document.adoptedStyleSheets = [calm];
                  document.activeElement?.blur();
                  await document.fonts.ready;
                }
                """,
                Calm);
            var picture = await window.Page.ScreenshotAsync(new PageScreenshotOptions { Caret = ScreenshotCaret.Initial });
            taken[name] = Convert.FromBase64String(await window.Page.EvaluateAsync<string>(ToWebp, Convert.ToBase64String(picture)));
        }
    }

    /// <summary>A font that comes too late is not used at all before the next load, so that no text moves; then the page is loaded again.</summary>
    private static async Task<bool> HasItsFaceAsync(IPage page)
    {
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var has = await page.EvaluateAsync<bool>(
            """
            () => {
              const width = (textContent, family) => {
                const text = Object.assign(document.createElement('span'), { textContent });
                Object.assign(text.style, { position: 'absolute', fontFamily: family });
                document.body.append(text);
                const { width } = text.getBoundingClientRect();
                text.remove();
                return width;
              };
              return ['mmmiii', 'Щщ'].every((text) => width(text, "'Inter Variable', monospace") !== width(text, 'monospace'));
            }
            """);
        if (!has) await page.ReloadAsync();
        return has;
    }

    /// <summary>The part of the pixels that differ between two pictures.</summary>
    public async Task<double> CompareAsync(byte[] approved, byte[] taken)
    {
        await using var window = await _house.OpenAsync(1280);
        await window.GoAsync("/favicon.svg");
        return await window.Page.EvaluateAsync<double>(
            """
            async (both) => {
              const [a, b] = await Promise.all(both.map(async (data) => {
                const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(data), (one) => one.charCodeAt(0))]));
                const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
                context.drawImage(bitmap, 0, 0);
                return context.getImageData(0, 0, bitmap.width, bitmap.height);
              }));
              if (a.width !== b.width || a.height !== b.height) return 1;
              let different = 0;
              for (let at = 0; at < a.data.length; at += 4) {
                const by = [0, 1, 2].reduce((sum, colour) => sum + Math.abs(a.data[at + colour] - b.data[at + colour]), 0);
                if (by > 24) different++;
              }
              return different / (a.width * a.height);
            }
            """,
            new[] { Convert.ToBase64String(approved), Convert.ToBase64String(taken) });
    }

    private static async Task<string> CategoryAsync(Person keeper, string name, string slug, string color) =>
        (await keeper.Http.PostAsync("/api/categories", new { name, slug, color })).ShouldBe(201).Json.Text("id");

    private static async Task<string> PostAsync(Person author, string categoryId, string title, string content, params string[] tags) =>
        (await author.Http.PostAsync("/api/posts", new { title, content, categoryId, tags })).ShouldBe(201).Json.Text("id");
}
