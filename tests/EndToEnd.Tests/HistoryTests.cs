using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

public sealed class HistoryTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task From_any_message_one_scrolls_both_ways_and_a_burst_asks_once()
    {
        var (ada, bob, chat) = await LongChatAsync(90);
        (await bob.Http.PutAsync($"/api/chats/{chat}/read", new { seq = 90 })).ShouldBe(204);
        await using var window = await house.OpenAsync(1280, bob);
        var asked = new List<string>();
        await window.OpenChatAsync(chat, "?m=45");
        await Expect(window.Message("message 45")).ToBeInViewportAsync();
        await Expect(window.At("message")).ToHaveCountAsync(20);
        window.Page.Request += (_, request) =>
        {
            if (request.Url.Contains($"/api/chats/{chat}/messages", StringComparison.Ordinal)) lock (asked) asked.Add(new Uri(request.Url).Query);
        };

        await window.Page.EvaluateAsync(Burst, -1);
        await Expect(window.At("message")).ToHaveCountAsync(30);
        await window.Page.WaitForTimeoutAsync(400);
        lock (asked) asked.Should().ContainSingle().Which.Should().Contain("before=").And.Contain("limit=10");
        asked.Clear();
        await window.Page.EvaluateAsync(Burst, 1);
        await Expect(window.At("message")).ToHaveCountAsync(40);
        await window.Page.WaitForTimeoutAsync(400);
        lock (asked) asked.Should().ContainSingle().Which.Should().Contain("after=").And.Contain("limit=10");
        var shown = await window.MessagesAsync();
        shown.Select(text => text[..10]).Should().BeInAscendingOrder(StringComparer.Ordinal).And.OnlyHaveUniqueItems();

        await window.At("to-bottom").ClickAsync();
        await Expect(window.Message("message 90")).ToBeInViewportAsync();
        await ada.SayAsync(chat, "message 91");
        await Expect(window.Message("message 91")).ToBeInViewportAsync();
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task One_click_leads_to_the_first_unread_and_a_date_to_its_first_message(int width)
    {
        var (_, bob, chat) = await LongChatAsync(50);
        (await bob.Http.PutAsync($"/api/chats/{chat}/read", new { seq = 12 })).ShouldBe(204);
        await using var window = await house.OpenAsync(width, bob);
        await window.OpenChatAsync(chat);
        await Expect(window.At("message")).ToHaveCountAsync(10);
        await Expect(window.Message("message 50")).ToBeAttachedAsync();
        await window.At("to-first-unread").ClickAsync();
        await Expect(window.Message("message 13")).ToBeInViewportAsync();
        await Expect(window.Page.GetByText("New messages")).ToBeInViewportAsync();

        await window.At("jump-date").EvaluateAsync("(input, day) => { input.value = day; input.dispatchEvent(new Event('change', { bubbles: true })); }", DateTimeOffset.UtcNow.AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await Expect(window.Message("message 01")).ToBeInViewportAsync();
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Whatever_comes_or_grows_what_is_being_read_stays_within_two_pixels(int width)
    {
        var (ada, bob, chat) = await LongChatAsync(60);
        (await bob.Http.PutAsync($"/api/chats/{chat}/read", new { seq = 60 })).ShouldBe(204);
        await using var window = await house.OpenAsync(width, bob);
        await window.OpenChatAsync(chat);
        await Expect(window.At("message")).ToHaveCountAsync(10);
        await Expect(window.Message("message 60")).ToBeInViewportAsync();
        await window.Page.WaitForFunctionAsync(UpToTwenty);
        await Expect(window.At("message")).ToHaveCountAsync(20);
        await Expect(window.At("composer-text")).ToBeVisibleAsync();
        await window.Page.EvaluateAsync("document.querySelector('[data-testid=messages]').scrollTop = 320");
        await window.Page.WaitForTimeoutAsync(400);
        var read = await window.Page.EvaluateAsync<string>(Watch);
        var above = (await ada.Http.GetAsync($"/api/chats/{chat}/messages?limit=20")).Json.Items().First(message => message.GetProperty("seq").GetInt64() == 41).Text("id");

        for (var i = 0; i < 3; i++) await ada.SayAsync(chat, $"another {i}\n\nwith\n\nlines");
        (await ada.Http.PutAsync($"/api/messages/{above}/reactions/👍")).ShouldBe(200);
        (await ada.Http.PatchAsync($"/api/messages/{above}", new { content = string.Join("\n\n", Enumerable.Repeat("longer", 12)) })).ShouldBe(200);
        await Expect(window.Message("longer")).ToBeAttachedAsync();
        (await ada.Http.PutAsync($"/api/messages/{above}/pin")).ShouldBe(204);
        await Expect(window.At("pin-bar")).ToBeVisibleAsync();
        await window.Page.EvaluateAsync("id => document.querySelector(`[data-id='${id}']`).parentElement.querySelector('li').style.paddingTop = '300px'", above);
        await window.At("older").EvaluateAsync("button => button.click()");
        await Expect(window.At("message")).ToHaveCountAsync(33);
        await window.Page.WaitForTimeoutAsync(300);

        var tops = await window.Page.EvaluateAsync<double[]>("window.tops");
        tops.Should().HaveCountGreaterThan(10);
        (tops.Max() - tops.Min()).Should().BeLessThanOrEqualTo(2, "{0} is being read, at {1}", read, string.Join(' ', tops.Distinct()));
    }

    private async Task<(Person Ada, Person Bob, string Chat)> LongChatAsync(int messages)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        for (var i = 1; i <= messages; i++) await ada.SayAsync(chat, $"message {i:00}\n\nwith\n\nlines");
        return (ada, bob, chat);
    }

    /// <summary>Twenty steps of one scroll, as a wheel makes them, to one end of what is loaded.</summary>
    private const string Burst =
        """
        async way => {
          const box = document.querySelector('[data-testid=messages]');
          const to = way < 0 ? 0 : box.scrollHeight;
          for (let step = 0; step < 20; step++) {
            box.scrollTop += (to - box.scrollTop) / 3 + way;
            await new Promise(done => setTimeout(done, 16));
          }
        }
        """;

    /// <summary>To the beginning of what is loaded, until there is more: a chat that has just been opened may once more go to its end by itself.</summary>
    private const string UpToTwenty =
        """
        () => {
          if (document.querySelectorAll('[data-testid=message]').length >= 20) return true;
          document.querySelector('[data-testid=messages]').scrollTop = 0;
          return false;
        }
        """;

    /// <summary>Notes in each frame where the first message wholly in sight is.</summary>
    private const string Watch =
        """
        () => {
          const box = document.querySelector('[data-testid=messages]');
          const edge = box.getBoundingClientRect().top;
          const read = [...box.querySelectorAll('[data-testid=message]')].find(item => item.getBoundingClientRect().top >= edge);
          window.tops = [];
          // Told after every other observer, just before the frame is painted.
          const painted = new ResizeObserver(() => window.tops.push(Math.round(read.getBoundingClientRect().top * 10) / 10));
          const look = () => { painted.unobserve(box); painted.observe(box); requestAnimationFrame(look); };
          look();
          return read.textContent;
        }
        """;
}
