using RealTimeForum.EndToEnd.Tests;

namespace RealTimeForum.Faults.Tests.Network;

/// <summary>The browser's page behind a bad line shows what everybody shows in the end: each message once, in its order.</summary>
[Trait("Form", "Long")]
public sealed class PageTests(House house) : IClassFixture<House>
{
    private static readonly TimeSpan Outage = Counts.Of(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(30));

    // What a page needs to notice silence by itself, and to come back.
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(120);

    private static readonly Weather Bad = Counts.Of(
        new Weather(TimeSpan.FromMilliseconds(60), TimeSpan.FromMilliseconds(40), 0.05, TimeSpan.FromMilliseconds(500)),
        new Weather(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(200), 0.05, TimeSpan.FromSeconds(1)));

    [Fact]
    public async Task Behind_a_bad_line_the_page_loses_doubles_and_mixes_up_nothing()
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var line = new BadLine(house.Forum.Address);
        await using var window = await house.OpenAsync(1280, ada, through: line.Address);
        await window.OpenChatAsync(chat);
        await window.IsConnectedAsync();
        var said = 0;

        line.Be(Bad);
        await SpeakAsync();
        await IsSentAsync();

        // Everything stands still, and goes on.
        line.Hold();
        await SpeakAsync();
        await Task.Delay(Outage);
        line.Flow();
        await IsSentAsync();

        // The line is gone without a word; the page is told that the network is back, as a phone tells it after a tunnel.
        line.Hold();
        line.Cut(up: true, down: true);
        await SpeakAsync();
        line.Flow();
        await window.Page.EvaluateAsync("window.dispatchEvent(new Event('online'))");
        await IsSentAsync();

        // Gone in one direction; nobody tells anybody: what the page says goes unanswered.
        foreach (var (up, down) in Counts.Of(new[] { (false, true) }, [(false, true), (true, false), (true, true)]))
        {
            line.Cut(up, down);
            await SpeakAsync();
            await IsSentAsync();
        }

        async Task SpeakAsync()
        {
            for (var i = 0; i < 3; i++)
            {
                await window.SayAsync($"Ada says {++said}.");
                await bob.SayAsync(chat, $"Bob says {++said}.");
            }
        }

        async Task IsSentAsync()
        {
            await Waiting.UntilAsync(async () => (await SaidAsync(bob, chat)).Count >= said, Noticed, "everything leaves");
            var log = await SaidAsync(bob, chat);
            log.Should().HaveCount(said).And.OnlyHaveUniqueItems();
            await Waiting.UntilAsync(async () => (await window.MessagesAsync()).SequenceEqual(log, StringComparer.Ordinal), Noticed, "the page shows everything once, in the log's order");
        }
    }

    private static async Task<List<string>> SaidAsync(Person reader, string chat) =>
        [.. (await reader.Http.GetAsync($"/api/chats/{chat}/messages?limit=100")).ShouldBe(200).Json.Items().Select(message => message.Text("content"))];
}
