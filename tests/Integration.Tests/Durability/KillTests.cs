using System.Collections.Concurrent;
using System.Net.WebSockets;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Durability;

/// <summary>Durable before acknowledged, and exactly once to the log: also when the process dies.</summary>
public sealed class KillTests
{
    private const int Clients = 20;

    private static readonly int Messages = Environment.GetEnvironmentVariable("FORUM_TESTS") == "full" ? 10_000 : 1_000;

    [Fact]
    public async Task Killed_three_times_nothing_acknowledged_is_lost_and_nothing_is_there_twice()
    {
        await using var forum = new ForumProcess();
        await forum.StartAsync();
        var people = await forum.SignUpAsync(Clients);
        var chat = await people[0].GroupWithAsync(people[1..]);
        var tokens = new List<string>();
        foreach (var person in people) tokens.Add(await person.MakeTokenAsync());

        var acknowledged = new ConcurrentDictionary<Guid, (string Id, long Seq)>();
        var writing = people.Select((_, i) => i % 2 == 0 ? WriteOverHttpAsync(forum, tokens[i], chat, acknowledged) : WriteOverSocketAsync(forum, tokens[i], chat, acknowledged)).ToList();
        for (var kill = 1; kill <= 3; kill++)
        {
            var enough = Messages * kill / 4;
            await Limits.UntilAsync(() => Task.FromResult(acknowledged.Count >= enough || writing.Any(task => task.IsFaulted)), $"{enough} acknowledged messages", TimeSpan.FromMinutes(5));
            await forum.KillAsync();
            await forum.StartAsync();
        }
        await Task.WhenAll(writing).WaitAsync(TimeSpan.FromMinutes(5));

        acknowledged.Should().HaveCount(Messages);
        using var reader = new Door(forum, tokens[0]);
        var messages = await ReadAsync(reader, chat);
        messages.Select(message => message.ClientMessageId).Should().OnlyHaveUniqueItems().And.HaveCount(Messages);
        messages.Select(message => message.Seq).Should().Equal(Enumerable.Range(1, Messages).Select(i => (long)i), "the log has no gaps");
        messages.Where(message => acknowledged[message.ClientMessageId] != (message.Id, message.Seq)).Should().BeEmpty("what was acknowledged stays what it was");
        (await reader.GetAsync($"/api/chats/{chat}")).Json.Number("lastSeq").Should().Be(Messages);
    }

    [Fact]
    public async Task Told_to_stop_it_says_goodbye_keeps_what_it_acknowledged_and_ends_well()
    {
        await using var forum = new ForumProcess();
        await forum.StartAsync();
        var people = await forum.SignUpAsync(4);
        var chat = await people[0].GroupWithAsync(people[1..]);
        await using var idle = await people[3].ConnectAsync();
        var acknowledged = new ConcurrentDictionary<Guid, long>();
        var closed = people[..3].Select(async person =>
        {
            await using var socket = await person.ConnectAsync();
            try
            {
                while (true)
                {
                    var id = Guid.NewGuid();
                    acknowledged[id] = (await socket.AskAsync("message.send", new { chatId = chat, clientMessageId = id, content = "hi" })).Number("seq");
                }
            }
            catch (Exception exception) when (exception is SocketClosedException or WebSocketException)
            {
                return await socket.Closed;
            }
        }).ToList();
        await Limits.UntilAsync(() => Task.FromResult(acknowledged.Count > 100), "some messages");

        (await forum.StopAsync()).Should().Be(0, "the output was {0}", forum.Output);

        (await Task.WhenAll(closed)).Should().OnlyContain(code => code == 1012);
        (await idle.Closed).Should().Be(1012);
        await forum.StartAsync();
        var token = await people[0].MakeTokenAsync();
        using var reader = new Door(forum, token);
        var messages = await ReadAsync(reader, chat);
        messages.Select(message => message.Seq).Should().Equal(Enumerable.Range(1, messages.Count).Select(i => (long)i));
        var bySeq = messages.ToDictionary(message => message.ClientMessageId, message => message.Seq);
        foreach (var (id, seq) in acknowledged) bySeq.Should().Contain(id, seq);
    }

    [Fact]
    public async Task Started_again_it_is_the_same_forum()
    {
        await using var forum = new ForumProcess();
        await forum.StartAsync();
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await ada.SayAsync(chat, "before");
        string epoch;
        await using (var socket = await bob.ConnectAsync()) epoch = socket.Frames[0].Text("data", "epoch");

        await forum.KillAsync();
        await forum.StartAsync();

        (await ada.Http.GetAsync("/api/me")).ShouldBe(200);
        await using var again = await bob.ConnectAsync();
        again.Frames[0].Text("data", "epoch").Should().Be(epoch);
        await ada.SayAsync(chat, "after");
        (await again.NextAsync("message.created")).Number("seq").Should().Be(2);
    }

    private static async Task WriteOverHttpAsync(Forum forum, string token, string chat, ConcurrentDictionary<Guid, (string Id, long Seq)> acknowledged)
    {
        using var door = new Door(forum, token);
        for (var i = 0; i < Messages / Clients; i++)
        {
            var body = new { clientMessageId = Guid.NewGuid(), content = $"over HTTP {i}" };
            while (true)
            {
                try
                {
                    var answer = await door.PostAsync($"/api/chats/{chat}/messages", body);
                    answer.Status.Should().BeOneOf(200, 201, 503);
                    if (answer.Status == 503) continue;
                    acknowledged[body.clientMessageId] = (answer.Json.Text("id"), answer.Json.Number("seq"));
                    break;
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or IOException)
                {
                    await Task.Delay(20);
                }
            }
        }
    }

    private static async Task WriteOverSocketAsync(Forum forum, string token, string chat, ConcurrentDictionary<Guid, (string Id, long Seq)> acknowledged)
    {
        Socket? socket = null;
        for (var i = 0; i < Messages / Clients; i++)
        {
            var body = new { chatId = chat, clientMessageId = Guid.NewGuid(), content = $"over WebSocket {i}" };
            while (true)
            {
                try
                {
                    socket ??= await Socket.OpenAsync(forum, bearer: token);
                    var message = await socket.AskAsync("message.send", body);
                    acknowledged[body.clientMessageId] = (message.Text("id"), message.Number("seq"));
                    break;
                }
                catch (Exception exception) when (exception is WebSocketException or SocketClosedException or HttpRequestException or IOException or OperationCanceledException or InvalidOperationException)
                {
                    if (socket is not null) await socket.DisposeAsync();
                    socket = null;
                    await Task.Delay(20);
                }
            }
        }
        if (socket is not null) await socket.DisposeAsync();
    }

    private static async Task<List<(string Id, long Seq, Guid ClientMessageId)>> ReadAsync(Door reader, string chat)
    {
        List<(string Id, long Seq, Guid ClientMessageId)> messages = [];
        while (true)
        {
            var page = (await reader.GetAsync($"/api/chats/{chat}/messages?after={messages.LastOrDefault().Seq}&limit=100")).ShouldBe(200).Json;
            messages.AddRange(page.Items().Select(message => (message.Text("id"), message.Number("seq"), Guid.Parse(message.Text("clientMessageId")))));
            if (!page.Flag("hasMore")) return messages;
        }
    }
}
