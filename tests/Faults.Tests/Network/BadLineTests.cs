using System.Text.Json;

namespace RealTimeForum.Faults.Tests.Network;

/// <summary>Lines that are slow, stand still and are cut without a word: nothing said is lost, doubled or out of order, for anybody.</summary>
public sealed class BadLineTests
{
    private const int Talkers = 6;

    private static readonly TimeSpan Storm = Counts.Of(TimeSpan.FromSeconds(7), TimeSpan.FromMinutes(6));
    private static readonly TimeSpan Outage = Counts.Of(TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(30));
    private static readonly TimeSpan Silence = Counts.Of(TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(40));

    // Nobody falls so far behind that the log tells them to begin anew: that would hide what was missed.
    private static readonly TimeSpan Pause = Counts.Of(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(1));

    private static readonly Weather Bad = Counts.Of(
        new Weather(TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(20), 0.05, TimeSpan.FromMilliseconds(300)),
        new Weather(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(200), 0.05, TimeSpan.FromSeconds(1)));

    private static (string, string)[] Heartbeats => Counts.IsLong ? [] : [("Forum:Realtime:Heartbeat", "00:00:01"), ("Forum:Realtime:PongWithin", "00:00:01")];

    [Fact]
    public async Task Over_lines_that_are_cut_again_and_again_nothing_is_lost_doubled_or_out_of_order()
    {
        await using var forum = new ForumProcess([.. Heartbeats, ("Forum:Realtime:OfflineAfter", "00:00:01")]);
        await forum.StartAsync();
        var people = await forum.SignUpAsync(Talkers + 1);
        var chat = await people[0].GroupWithAsync(people[1..]);
        var lines = Enumerable.Range(1, Talkers).Select(seed => new BadLine(forum.Address, seed)).ToArray();
        List<WatchfulClient> clients = [];
        for (var i = 0; i < people.Length; i++)
            clients.Add(new WatchfulClient(i < Talkers ? lines[i].Address : forum.Address, await people[i].MakeTokenAsync(), chat, Silence));
        try
        {
            foreach (var client in clients) client.Start();
            using var over = new CancellationTokenSource(Storm);
            var talking = clients.Select((client, i) => TalkAsync(client, $"{i}", overHttp: i % 2 == 0, over.Token)).ToList();
            await Task.WhenAll(lines.Select((line, i) => StormAsync(line, seed: 100 + i, over.Token)));
            // Everything that was begun is said to its end, over good lines.
            await Task.WhenAll(talking).WaitAsync((Silence * 3) + Limits.Answer);
            clients.Take(Talkers).Sum(client => client.Connections).Should().BeGreaterThan(2 * Talkers, "the lines were cut");
            await CompareAsync(people[Talkers], chat, clients);
        }
        finally
        {
            foreach (var client in clients) await client.DisposeAsync();
            foreach (var line in lines) await line.DisposeAsync();
        }
    }

    [Fact]
    public async Task Who_vanishes_without_a_word_is_offline_for_the_others_and_comes_back()
    {
        await using var forum = new ForumProcess([.. Heartbeats, ("Forum:Realtime:OfflineAfter", "00:00:01")]);
        await forum.StartAsync();
        var people = await forum.SignUpAsync(4);
        var chat = await people[0].GroupWithAsync(people[1..]);
        await using var steady = await people[3].ConnectAsync();
        (bool Up, bool Down)[] cuts = [(true, true), (true, false), (false, true)];
        await Task.WhenAll(cuts.Select(async (cut, i) =>
        {
            await using var line = new BadLine(forum.Address);
            await using var client = new WatchfulClient(line.Address, await people[i].MakeTokenAsync(), chat, Silence);
            client.Start();
            await ToldAsync(steady, people[i], isOnline: true);
            line.Hold();
            line.Cut(cut.Up, cut.Down);
            await ToldAsync(steady, people[i], isOnline: false);
            line.Flow();
            await ToldAsync(steady, people[i], isOnline: true);
            await client.SayAsync($"back {i}", overHttp: false);
        }));
        (await people[3].Http.GetAsync($"/api/chats/{chat}")).Json.Number("lastSeq").Should().Be(cuts.Length);
    }

    private static async Task ToldAsync(Integration.Tests.Running.Socket socket, Person person, bool isOnline) =>
        await Waiting.UntilAsync(() => socket.Frames.LastOrDefault(frame => frame.Text("type") == "presence.changed" && frame.Text("data", "userId") == person.Id) is { ValueKind: JsonValueKind.Object } told
            && told.Flag("data", "isOnline") == isOnline, Silence + Limits.Frame, $"presence {isOnline}");

    private static async Task TalkAsync(WatchfulClient client, string name, bool overHttp, CancellationToken over)
    {
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            await client.SayAsync($"{name} says {i}", overHttp);
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private static async Task StormAsync(BadLine line, int seed, CancellationToken over)
    {
        var random = new Random(seed);
        line.Be(Bad);
        while (!over.IsCancellationRequested)
        {
            switch (random.Next(4))
            {
                case 0:
                    line.Hold();
                    await WaitAsync(Outage);
                    line.Flow();
                    break;
                case 1:
                    // Gone, and the way back is not there at once.
                    line.Hold();
                    line.Cut(up: true, down: true);
                    await WaitAsync(Outage * random.NextDouble());
                    line.Flow();
                    break;
                case 2: line.Cut(up: true, down: false); break;
                default: line.Cut(up: false, down: true); break;
            }
            await WaitAsync(Outage * (0.5 + random.NextDouble()));
        }
        line.Flow();
        line.Be(Weather.Fine);

        async Task WaitAsync(TimeSpan time) => await Task.Delay(time, over).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private static async Task CompareAsync(Person reader, string chat, List<WatchfulClient> clients)
    {
        List<string> log = [];
        List<JsonElement> events = [];
        while (true)
        {
            var page = (await reader.Http.GetAsync($"/api/chats/{chat}/events?after={log.Count}&limit=200")).ShouldBe(200).Json;
            events.AddRange(page.Items("events"));
            log.AddRange(page.Items("events").Select(Sight.Summary));
            if (log.Count >= page.Number("lastSeq")) break;
        }
        events.Select(happened => happened.Number("seq")).Should().Equal(Enumerable.Range(1, log.Count).Select(seq => (long)seq), "the log has no gap");
        var byMessage = events.Where(happened => happened.Text("type") == "message.created").ToDictionary(happened => Guid.Parse(happened.Text("data", "clientMessageId")), happened => (happened.Text("data", "id"), happened.Number("seq")));
        var acknowledged = clients.SelectMany(client => client.Acknowledged).ToList();
        acknowledged.Where(one => !byMessage.TryGetValue(one.Key, out var kept) || kept != one.Value).Should().BeEmpty("what was acknowledged is in the log once, as it was acknowledged");
        byMessage.Should().HaveSameCount(acknowledged, "what was said was acknowledged in the end");
        foreach (var client in clients)
        {
            await Waiting.UntilAsync(() => client.Sight.Last >= log.Count, Silence + Limits.Frame, "everybody has seen everything");
            client.Sight.Broken.Should().BeEmpty();
            client.Sight.Seen.Should().Equal(log);
        }
    }
}
