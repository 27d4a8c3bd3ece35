using Microsoft.Playwright;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>A running forum and one Chromium for all tests of a class; each person has a window of their own.</summary>
public sealed class House : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private Person? _admin;

    public ForumProcess Forum { get; } = new(("Forum:Realtime:OfflineAfter", "00:00:02"));

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Limits.Frame.TotalMilliseconds);
        await Forum.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = Arguments });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        await Forum.DisposeAsync();
    }

    /// <summary>A browser that nobody has used yet.</summary>
    /// <param name="width">From 700 up a desktop's, below it a phone's.</param>
    /// <param name="locale">The browser's language, which the pages follow at first.</param>
    /// <param name="worker">With the service worker: what it answers, no test can answer in its place.</param>
    /// <param name="through">A line to the forum, instead of the forum's own address.</param>
    public async Task<Window> OpenAsync(int width, string locale = "en-GB", ColorScheme scheme = ColorScheme.Light, bool worker = false, Uri? through = null)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = (through ?? Forum.Address).ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = width < 700 ? 844 : 800 },
            HasTouch = width < 700,
            Locale = locale,
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            ServiceWorkers = worker ? ServiceWorkerPolicy.Allow : ServiceWorkerPolicy.Block,
        });
        context.SetDefaultTimeout((float)Limits.Frame.TotalMilliseconds);
        await context.AddInitScriptAsync(Window.Listen);
        return new Window(context, await context.NewPageAsync(), width < 700);
    }

    /// <summary>The browser of somebody who is signed in, with the feed in sight.</summary>
    public async Task<Window> OpenAsync(int width, Person person, string locale = "en-GB", ColorScheme scheme = ColorScheme.Light, bool worker = false, Uri? through = null)
    {
        var window = await OpenAsync(width, locale, scheme, worker, through);
        await SignInAsync(window, person);
        return window;
    }

    /// <summary>Who runs the forum: by the link that a new one prints. Asked for once in a class.</summary>
    public async Task<Person> SignUpKeeperAsync()
    {
        await Limits.UntilAsync(() => Task.FromResult(Forum.Output.Contains("?setup=", StringComparison.Ordinal)), "the link");
        var door = Forum.Visitor();
        var body = new Dictionary<string, object?>(Integration.Tests.Running.Forum.SignUpBody("keeper"), StringComparer.Ordinal) { ["setupToken"] = Forum.Output.Split("setup=")[1][..43] };
        return new Person(Forum, door, (await door.PostAsync("/api/accounts", body)).ShouldBe(201).Json);
    }

    /// <summary>The same, asked for as often as one likes.</summary>
    public async Task<Person> AdminAsync() => _admin ??= await SignUpKeeperAsync();

    /// <summary>The id of a new post in the first category.</summary>
    public static async Task<string> PostAsync(Person author, string title, string content = "What it says.")
    {
        var category = (await author.Http.GetAsync("/api/categories")).Json.Items()[0].Text("id");
        return (await author.Http.PostAsync("/api/posts", new { title, content, categoryId = category })).ShouldBe(201).Json.Text("id");
    }

    /// <summary>Gives a browser that is open already somebody's session, and shows the feed.</summary>
    public async Task SignInAsync(Window window, Person person)
    {
        await window.Context.AddCookiesAsync([new Cookie { Name = "forum_session", Value = person.Http.SessionCookie!, Url = Forum.Address.ToString(), HttpOnly = true, SameSite = SameSiteAttribute.Lax }]);
        await window.GoAsync("/");
        await window.IsConnectedAsync();
    }
}
