using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>What somebody is told who hears the page instead of seeing it.</summary>
public sealed class AloudTests(House house) : IClassFixture<House>
{
    // As screen readers do: of a live region what was added, or all of it where it is read as a whole.
    private const string Listen =
        """
        () => {
          window.heard = [];
          const region = '[aria-live], [role=status], [role=alert], [role=log]';
          const whole = (box) => box.ariaAtomic === 'true' || (box.ariaAtomic !== 'false' && ['status', 'alert'].includes(box.role));
          new MutationObserver((changes) => {
            const said = new Set();
            for (const { target, addedNodes } of changes) {
              const box = (target.nodeType === Node.TEXT_NODE ? target.parentElement : target)?.closest(region);
              if (!box || box.ariaLive === 'off') continue;
              for (const node of whole(box) ? [box] : addedNodes) said.add(node);
            }
            for (const node of said) if (node.textContent.trim()) window.heard.push(node.textContent.replace(/\s+/g, ' ').trim());
          }).observe(document.body, { childList: true, characterData: true, subtree: true });
        }
        """;

    [Fact]
    public async Task Each_message_of_others_is_read_once_and_none_of_ones_own_also_after_the_line_broke()
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await bob.SayAsync(chat, "words of before");
        await using var window = await house.OpenAsync(1280, ada);
        await window.OpenChatAsync(chat);
        await Expect(window.Message("words of before")).ToBeVisibleAsync();
        await window.IsConnectedAsync();
        await window.Page.EvaluateAsync(Listen);

        var first = (await bob.SayAsync(chat, "words one")).Text("id");
        await Expect(window.Message("words one")).ToBeVisibleAsync();
        await window.SayAsync("words of my own");
        await Expect(window.Message("words of my own")).ToHaveAttributeAsync("data-state", "sent");
        await bob.SayAsync(chat, "words two");
        await Expect(window.Message("words two")).ToBeVisibleAsync();
        (await bob.Http.PatchAsync($"/api/messages/{first}", new { content = "words one, edited" })).ShouldBe(200);
        await Expect(window.Message("words one, edited")).ToBeVisibleAsync();

        await window.Context.SetOfflineAsync(true);
        await Expect(window.At("connection-state")).ToHaveAttributeAsync("data-state", "offline");
        await bob.SayAsync(chat, "words three");
        await window.Context.SetOfflineAsync(false);
        await window.IsConnectedAsync();
        await Expect(window.Message("words three")).ToBeVisibleAsync();
        await bob.SayAsync(chat, "words four");
        await Expect(window.Message("words four")).ToBeVisibleAsync();

        await Limits.UntilAsync(async () => (await HeardAsync(window)).Length >= 4, "four that are read");
        (await HeardAsync(window)).Should().Equal(new[] { "one", "two", "three", "four" }.Select(text => $"{bob.Nickname}: words {text}"));
    }

    [Fact]
    public async Task A_message_of_a_chat_that_is_not_open_is_read_once()
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var window = await house.OpenAsync(1280, ada);
        await Expect(window.RosterItem(bob)).ToBeVisibleAsync();
        await window.Page.EvaluateAsync(Listen);
        await bob.SayAsync(chat, "words from elsewhere");
        await Expect(window.RosterItem(bob)).ToContainTextAsync("words from elsewhere");
        await bob.SayAsync(chat, "words that follow");
        await Expect(window.RosterItem(bob)).ToContainTextAsync("words that follow");
        await Limits.UntilAsync(async () => (await HeardAsync(window)).Length >= 2, "two that are read");
        var heard = await HeardAsync(window);
        heard.Should().HaveCount(2);
        heard[0].Should().Contain("words from elsewhere");
        heard[1].Should().Contain("words that follow");
    }

    private static async Task<string[]> HeardAsync(Window window) =>
        [.. (await window.Page.EvaluateAsync<string[]>("window.heard")).Where(text => text.Contains("words", StringComparison.Ordinal))];
}
