using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>One person's browser: what they see and click, by the hooks that the pages offer.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly List<string> _complaints = [];

    public Window(IBrowserContext context, IPage page, bool isPhone)
    {
        (Context, Page, IsPhone) = (context, page, isPhone);
        page.Dialog += async (_, dialog) =>
        {
            _complaints.Add($"A dialog says {dialog.Message}");
            await dialog.DismissAsync();
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase)) _complaints.Add(message.Text);
        };
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public bool IsPhone { get; }

    /// <summary>That a notice said so, though it may be gone by now.</summary>
    public Task IsToldAsync(string text) => Page.WaitForFunctionAsync("text => window.told.some(said => said.includes(text))", text);

    /// <summary>Keeps what notices say; for every page of the browser.</summary>
    public const string Listen =
        """
        window.told = [];
        new MutationObserver(changes => {
          for (const node of changes.flatMap(change => [...change.addedNodes]))
            if (node instanceof Element && node.matches('[data-testid=toast]')) window.told.push(node.textContent);
        }).observe(document, { childList: true, subtree: true });
        """;

    /// <summary>Types until the other is told of it: what is told lasts a few seconds only.</summary>
    public async Task TypeUntilSeenAsync(Window other, string typing)
    {
        await At("composer-text").FocusAsync();
        await Limits.UntilAsync(
            async () =>
            {
                await Page.Keyboard.TypeAsync("a");
                return await other.At("typing").CountAsync() > 0 && (await other.At("typing").AllInnerTextsAsync()).Contains(typing);
            },
            typing);
    }

    public ILocator At(string hook) => Page.GetByTestId(hook);

    /// <summary>Another tab of the same browser; it ends with the first.</summary>
    public async Task<Window> OpenTabAsync(string path)
    {
        var tab = new Window(Context, await Context.NewPageAsync(), IsPhone);
        await tab.GoAsync(path);
        await tab.IsConnectedAsync();
        return tab;
    }

    public Task GoAsync(string path) => Page.GotoAsync(path);

    public Task IsConnectedAsync() => Expect(At("connection-state")).ToHaveAttributeAsync("data-state", "open");

    public Task FillAsync(string form, string field, string text) => At(form).GetByTestId($"field-{field}").FillAsync(text);

    public Task SubmitAsync(string form) => At(form).GetByTestId("submit").ClickAsync();

    public Task ShowsErrorAsync(string form, string field) => Expect(At(form).GetByTestId($"error-{field}")).Not.ToBeEmptyAsync();

    public Task ShowsTitleAsync(string title) => Expect(At("post").GetByTestId("post-title")).ToHaveTextAsync(title);

    /// <summary>From whatever page is open: a phone has it under "me".</summary>
    public async Task SignOutAsync()
    {
        if (IsPhone) await At("tab-me").ClickAsync();
        await At(IsPhone ? "sign-out-me" : "sign-out").ClickAsync();
        await Expect(At(IsPhone ? "tab-sign-in" : "sign-in-link")).ToBeVisibleAsync();
    }

    public async Task SignInAsync(string login, string password)
    {
        await At(IsPhone ? "tab-sign-in" : "sign-in-link").ClickAsync();
        await FillAsync("sign-in-form", "login", login);
        await FillAsync("sign-in-form", "password", password);
        await SubmitAsync("sign-in-form");
        await Expect(At(IsPhone ? "tab-me" : "sign-out")).ToBeVisibleAsync();
    }

    /// <summary>The roster is beside the page, or on a phone one tap away.</summary>
    public async Task ShowRosterAsync()
    {
        if (IsPhone && !await At("roster").IsVisibleAsync())
        {
            if (await At("back").IsVisibleAsync()) await At("back").ClickAsync();
            else await At("tab-chats").ClickAsync();
        }
        await Expect(At("roster")).ToBeVisibleAsync();
    }

    public ILocator RosterItem(Person person) => Page.Locator($"[data-testid=roster-item][data-user-id='{person.Id}']");

    /// <summary>The order of the roster from above, as far as it is known who they are.</summary>
    public Task<string[]> RosterAsync() => Page.EvaluateAsync<string[]>("[...document.querySelectorAll('[data-testid=roster-item]')].map(item => item.dataset.userId ?? item.dataset.chatId)");

    public async Task TalkToAsync(Person person)
    {
        await ShowRosterAsync();
        await RosterItem(person).ClickAsync();
        await Expect(At("composer-text")).ToBeVisibleAsync();
    }

    public async Task SayAsync(string text)
    {
        await At("composer-text").FillAsync(text);
        await At("send").ClickAsync();
    }

    /// <summary>The number in the window's title; 0 is none.</summary>
    public Task CountsAsync(int unread) => Limits.UntilAsync(
        async () => await Page.TitleAsync() is var title && (unread == 0 ? !title.StartsWith('(') : title.StartsWith($"({unread}) ", StringComparison.Ordinal)), $"{unread} in the title");

    /// <summary>Opens a chat by its address.</summary>
    public async Task OpenChatAsync(string chat, string query = "")
    {
        await GoAsync($"/chats/{chat}{query}");
        await Expect(At("composer-text")).ToBeVisibleAsync();
    }

    public ILocator RosterGroup(string chat) => Page.Locator($"[data-testid=roster-item][data-chat-id='{chat}']");

    /// <summary>What the menu of a message offers.</summary>
    public async Task ActOnAsync(ILocator message, string action)
    {
        await message.HoverAsync();
        await message.GetByTestId("message-menu").ClickAsync();
        await At(action).ClickAsync();
    }

    /// <summary>From the top of the window, in pixels.</summary>
    public Task<double> TopOfAsync(string messageId) => Page.EvaluateAsync<double>("id => document.querySelector(`[data-id='${id}']`).getBoundingClientRect().top", messageId);

    public ILocator Message(string text) => At("message").Filter(new LocatorFilterOptions { HasText = text });

    /// <summary>The texts of the open chat from above.</summary>
    public async Task<IReadOnlyList<string>> MessagesAsync() => await At("message-text").AllInnerTextsAsync();

    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        _complaints.Should().BeEmpty("no page throws, opens a dialog of the browser or breaks its own content policy");
    }
}
