using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Chats;

/// <summary>Many at once on a bad network: what was sent is there once, in one order, and everyone ends with all of it.</summary>
public sealed class StormTests(ForumApp forum) : IClassFixture<ForumApp>
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("FORUM_TESTS") == "full";

    [Fact]
    public async Task A_message_sent_several_times_at_once_over_both_doors_is_one_message()
    {
        var messages = IsFull ? 10_000 : 400;
        var people = await forum.SignUpAsync(8);
        var chat = await people[0].GroupWithAsync(people[1..]);
        var answers = new ConcurrentDictionary<Guid, ConcurrentBag<(string Id, long Seq)>>();

        await Task.WhenAll(people.Select(async (person, index) =>
        {
            var random = new Random(index);
            var socket = await person.ConnectAsync();
            for (var i = 0; i < messages / people.Length; i++)
            {
                var body = new { chatId = chat, clientMessageId = Guid.NewGuid(), content = $"{index}:{i}" };
                var bag = answers[body.clientMessageId] = [];
                if (random.Next(4) == 0)
                {
                    // The request leaves, and the connection is cut before its answer: nobody knows what became of it.
                    await socket.SendAsync(JsonSerializer.Serialize(new { id = 0, type = "message.send", data = body }, JsonSerializerOptions.Web));
                    await socket.DisposeAsync();
                    socket = await person.ConnectAsync();
                }
                var (open, retries) = (socket, random.Next(1, 6));
                await Task.WhenAll(Enumerable.Range(0, retries).Select(async retry =>
                {
                    var message = (retry + i) % 2 == 0
                        ? await open.AskAsync("message.send", body)
                        : (await person.Http.PostAsync($"/api/chats/{chat}/messages", body)).Json;
                    bag.Add((message.Text("id"), message.Number("seq")));
                }));
            }
            await socket.DisposeAsync();
        }));

        answers.Values.Should().OnlyContain(bag => bag.Distinct().Count() == 1, "every resend answers the first message");
        answers.Values.Select(bag => bag.First().Seq).Should().OnlyHaveUniqueItems();
        (await people[0].Http.GetAsync($"/api/chats/{chat}")).Json.Number("lastSeq").Should().Be(answers.Count);
    }

    [Fact]
    public async Task Many_senders_reach_every_member_in_one_order_without_gaps()
    {
        var (senders, each) = IsFull ? (50, 200) : (12, 25);
        var people = await forum.SignUpAsync(senders);
        var chat = await people[0].GroupWithAsync(people[1..]);
        var sockets = await Task.WhenAll(people.Select(person => person.ConnectAsync()));

        await Task.WhenAll(sockets.Select(async (socket, index) =>
        {
            for (var i = 0; i < each; i++) await socket.AskAsync("message.send", new { chatId = chat, clientMessageId = Guid.NewGuid(), content = $"{index}:{i}" });
        }));

        foreach (var socket in sockets)
        {
            await Limits.UntilAsync(() => Task.FromResult(SeqsOf(socket, chat).Count >= senders * each), "every message");
            SeqsOf(socket, chat).Should().Equal(Enumerable.Range(1, senders * each).Select(i => (long)i));
            await socket.DisposeAsync();
        }
    }

    [Fact]
    public async Task Whoever_loses_the_connection_again_and_again_ends_with_everything_once()
    {
        var (readers, cuts) = IsFull ? (20, 1_000) : (6, 60);
        var people = await forum.SignUpAsync(readers + 2);
        var chat = await people[0].GroupWithAsync(people[1..]);
        using var done = new CancellationTokenSource();

        var writing = people[..2].Select(async person =>
        {
            var sent = 0;
            for (; !done.IsCancellationRequested; sent++)
            {
                await person.SayAsync(chat, $"{sent}");
                await Task.Delay(5);
            }
            return sent;
        }).ToList();
        var following = people[2..].Select((person, index) => new Follower(person, chat, new Random(index)).RunAsync(cuts / readers, done.Token)).ToList();
        var watching = Task.WhenAll(following.Select(follower => follower.Cuts));
        await watching;
        await done.CancelAsync();
        var messages = (await Task.WhenAll(writing)).Sum();

        foreach (var follower in following) (await follower.EndAsync(messages)).Should().Equal(Enumerable.Range(1, messages).Select(i => (long)i));
    }

    [Fact]
    public async Task After_many_comings_and_goings_the_roster_says_who_is_here()
    {
        var (crowd, changes) = IsFull ? (60, 1_000) : (12, 80);
        var watcher = await forum.SignUpAsync();
        var people = await forum.SignUpAsync(crowd);
        var open = new ConcurrentDictionary<string, ConcurrentBag<Socket>>();
        var random = new Random(7);
        for (var i = 0; i < changes; i++)
        {
            var person = people[random.Next(crowd)];
            var sockets = open.GetOrAdd(person.Id, _ => []);
            if (random.Next(2) == 0) sockets.Add(await person.ConnectAsync());
            else if (sockets.TryTake(out var one)) await (random.Next(2) == 0 ? one.CloseAsync() : one.DisposeAsync().AsTask());
        }
        var here = open.Where(pair => !pair.Value.IsEmpty).Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);

        await Limits.UntilAsync(async () => (await OnlineAsync(watcher)).Where(id => people.Any(person => person.Id == id)).ToHashSet(StringComparer.Ordinal).SetEquals(here), "the roster to tell the truth");

        foreach (var socket in open.Values.SelectMany(sockets => sockets)) await socket.DisposeAsync();
        await Limits.UntilAsync(async () => !(await OnlineAsync(watcher)).Any(id => people.Any(person => person.Id == id)), "everyone to be gone");
    }

    private static List<long> SeqsOf(Socket socket, string chat) =>
        [.. socket.Frames.Where(frame => frame.Has("seq") && frame.Text("chatId") == chat).Select(frame => frame.Number("seq"))];

    private static async Task<List<string>> OnlineAsync(Person watcher)
    {
        List<string> online = [];
        for (var cursor = ""; cursor is not null;)
        {
            var page = (await watcher.Http.GetAsync($"/api/roster?online=true&limit=100&cursor={cursor}")).ShouldBe(200).Json;
            online.AddRange(page.Items().Select(item => item.Text("user", "id")));
            cursor = page.Has("next") ? page.Text("next") : null;
        }
        return online;
    }

    /// <summary>A client as docs/realtime.md asks for: applies what is next, and asks the log for what it missed.</summary>
    private sealed class Follower(Person person, string chat, Random random)
    {
        private readonly List<long> _seen = [];
        private readonly List<Socket> _silent = [];
        private Socket? _socket;
        private int _read;
        private long _last;

        public Task Cuts { get; private set; } = Task.CompletedTask;

        public Follower RunAsync(int cuts, CancellationToken done)
        {
            Cuts = LiveAsync(cuts, done);
            return this;
        }

        public async Task<IReadOnlyList<long>> EndAsync(int expected)
        {
            await Limits.UntilAsync(async () =>
            {
                await ApplyAsync();
                return _seen.Count >= expected;
            }, $"{expected} events, there were {_seen.Count}");
            await _socket!.DisposeAsync();
            foreach (var silent in _silent) await silent.DisposeAsync();
            return _seen;
        }

        private async Task LiveAsync(int cuts, CancellationToken done)
        {
            for (var cut = 0; cut <= cuts && !done.IsCancellationRequested; cut++)
            {
                if (_socket is not null) await LeaveAsync(_socket);
                try { (_socket, _read, _last) = (await person.ConnectAsync(), 0, 0); }
                catch (WebSocketException) { continue; }
                await CatchUpAsync();
                await Task.Delay(random.Next(60), CancellationToken.None);
                await ApplyAsync();
            }
        }

        /// <summary>Politely, with a reset, or without a word: then the old connection stays open and nobody reads it.</summary>
        private async Task LeaveAsync(Socket socket)
        {
            switch (random.Next(3))
            {
                case 0: await socket.CloseAsync(); break;
                case 1: await socket.DisposeAsync(); break;
                default: _silent.Add(socket); break;
            }
        }

        private async Task ApplyAsync()
        {
            var frames = _socket!.Frames;
            for (; _read < frames.Count; _read++)
            {
                if (!frames[_read].Has("seq") || frames[_read].Text("chatId") != chat) continue;
                var seq = frames[_read].Number("seq");
                if (_last > 0) seq.Should().Be(_last + 1, "a connection sees a chat's events in order and without gaps");
                _last = seq;
                if (seq == _seen.Count + 1) _seen.Add(seq);
                else if (seq > _seen.Count + 1) await CatchUpAsync();
            }
        }

        private async Task CatchUpAsync()
        {
            while (true)
            {
                var log = (await person.Http.GetAsync($"/api/chats/{chat}/events?after={_seen.Count}")).ShouldBe(200).Json;
                log.Flag("reset").Should().BeFalse();
                foreach (var happened in log.Items("events").Select(happened => happened.Number("seq"))) if (happened == _seen.Count + 1) _seen.Add(happened);
                if (_seen.Count >= log.Number("lastSeq")) return;
            }
        }
    }
}
