using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Realtime;

/// <summary>All live connections, by user, chat and topic. Live events are handed on one after another, in the order they were committed.</summary>
public sealed class ConnectionManager(
    IChatsOfUser chatsOfUser, SessionDirectory sessions, PresenceBoard presence, IOptions<ForumOptions> options, TimeProvider clock) : BackgroundService
{
    private const int MaxTopics = 32;

    private readonly Channel<IReadOnlyList<LiveEvent>> _committed = Channel.CreateUnbounded<IReadOnlyList<LiveEvent>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly Dictionary<UserId, Person> _people = [];
    private readonly Dictionary<ChatId, HashSet<Person>> _chats = [];
    private readonly Dictionary<string, HashSet<Connection>> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<ChatId, Dictionary<UserId, (long Delivered, long Read)>> _largeChatMarks = [];
    private bool _isStopping;

    public int Count
    {
        get
        {
            lock (_gate) return _people.Values.Sum(person => person.Connections.Count);
        }
    }

    /// <summary>Takes events in commit order; never waits. Ended sessions are forgotten before this returns.</summary>
    public void Dispatch(IReadOnlyList<LiveEvent> events)
    {
        if (events.Count == 0) return;
        foreach (var happened in events)
        {
            if (happened is SignedOut ended) sessions.Forget(ended.SessionId);
            else if (happened is UserChanged changed) sessions.Forget(changed.UserId);
        }
        _committed.Writer.TryWrite(events);
    }

    /// <summary>From the moment <paramref name="hello"/> is queued the connection gets everything that is committed.</summary>
    public async Task AttachAsync(Connection connection, ReadOnlyMemory<byte> hello)
    {
        Person? person;
        Task loaded;
        lock (_gate)
        {
            if (!_people.TryGetValue(connection.User, out person)) _people.Add(connection.User, person = new Person(connection.User));
            person.Attaching++;
            loaded = person.Loaded ??= LoadAsync(person);
        }
        try
        {
            await loaded;
        }
        finally
        {
            lock (_gate)
            {
                person.Attaching--;
                if (loaded.IsCompletedSuccessfully)
                {
                    connection.Send(hello);
                    person.Connections.Add(connection);
                    if (presence.Arrived(connection.User, clock.GetUtcNow()) is { } frame) ToEveryone(frame);
                    if (_isStopping) connection.Close(CloseReason.Stopping);
                }
                else
                {
                    person.Loaded = null;
                    ForgetIfAlone(person);
                }
            }
        }
    }

    public void Detach(Connection connection)
    {
        lock (_gate)
        {
            foreach (var topic in connection.Topics.ToArray()) Unwatch(connection, topic);
            if (!_people.TryGetValue(connection.User, out var person) || !person.Connections.Remove(connection)) return;
            if (person.Connections.Count == 0) presence.Left(connection.User, clock.GetUtcNow());
            ForgetIfAlone(person);
        }
    }

    /// <summary>A connection watches a few places at most: the oldest is given up for a new one.</summary>
    public void Watch(Connection connection, string topic)
    {
        lock (_gate)
        {
            if (connection.Topics.Count >= MaxTopics) Unwatch(connection, connection.Topics.First());
            connection.Topics.Add(topic);
            if (!_topics.TryGetValue(topic, out var watchers)) _topics.Add(topic, watchers = []);
            watchers.Add(connection);
        }
    }

    public void Unwatch(Connection connection, string topic)
    {
        lock (_gate)
        {
            connection.Topics.Remove(topic);
            if (_topics.TryGetValue(topic, out var watchers) && watchers.Remove(connection) && watchers.Count == 0) _topics.Remove(topic);
        }
    }

    /// <summary>Says goodbye to everyone with 1012 and waits, for a bounded time, until they have heard it.</summary>
    public async Task DrainAsync()
    {
        lock (_gate)
        {
            _isStopping = true;
            foreach (var connection in Everyone()) connection.Close(CloseReason.Stopping);
        }
        var until = clock.GetUtcNow() + options.Value.Realtime.DrainWithin;
        while (Count > 0 && clock.GetUtcNow() < until) await Task.Delay(20);
    }

    /// <summary>Once a second: people who stayed away are offline now, heartbeats leave, large chats hear of marks.</summary>
    /// <returns>Who went offline, and when they were last here.</returns>
    public IReadOnlyList<(UserId User, DateTimeOffset LastSeen)> Tick(int second)
    {
        lock (_gate)
        {
            var gone = presence.TakeGone(clock.GetUtcNow() - options.Value.Realtime.OfflineAfter);
            foreach (var frame in presence.TakeFrames(gone)) ToEveryone(frame);

            var pause = Math.Max(1, (int)options.Value.Realtime.Heartbeat.TotalSeconds);
            foreach (var connection in Everyone())
            {
                if ((connection.Id.GetHashCode() & int.MaxValue) % pause == second % pause) connection.Send(FrameEncoder.Heartbeat);
            }

            foreach (var (chat, marks) in _largeChatMarks)
                Send(chat, FrameEncoder.Encode(new Frame("receipts.changed", chat.Value, null, new ReceiptsData(chat.Value, [.. marks.Select(mark => new MarkData(mark.Key.Value, mark.Value.Delivered, mark.Value.Read))]))));
            _largeChatMarks.Clear();
            return gone;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var events in _committed.Reader.ReadAllAsync(CancellationToken.None))
        {
            lock (_gate)
            {
                foreach (var happened in events) Handle(happened);
            }
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _committed.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    private void Handle(LiveEvent happened)
    {
        switch (happened)
        {
            case ToChat message:
                Send(message.ChatId, FrameEncoder.Encode(message.Frame), message.Except);
                break;
            case ToUsers message:
                var bytes = FrameEncoder.Encode(message.Frame);
                foreach (var user in message.Users)
                {
                    if (_people.TryGetValue(user, out var person)) person.Send(bytes);
                }
                break;
            case ToTopic message when _topics.TryGetValue(message.Topic, out var watchers):
                var encoded = FrameEncoder.Encode(message.Frame);
                foreach (var watcher in watchers) watcher.Send(encoded);
                break;
            case MarksChanged { IsLargeChat: true } marks:
                if (!_largeChatMarks.TryGetValue(marks.ChatId, out var gathered)) _largeChatMarks.Add(marks.ChatId, gathered = []);
                gathered[marks.UserId] = (marks.DeliveredSeq, marks.ReadSeq);
                break;
            case MarksChanged marks:
                Send(marks.ChatId, FrameEncoder.Encode(new Frame("receipt.changed", marks.ChatId.Value, null, new ReceiptData(marks.ChatId.Value, marks.UserId.Value, marks.DeliveredSeq, marks.ReadSeq))));
                break;
            case Subscribed change:
                foreach (var user in change.Users) Change(user, change.ChatId, isMember: true);
                break;
            case Unsubscribed change:
                foreach (var user in change.Users) Change(user, change.ChatId, isMember: false);
                break;
            case SignedOut ended:
                foreach (var connection in Everyone().Where(connection => connection.Session == ended.SessionId)) connection.Close(CloseReason.SessionEnded);
                break;
        }
    }

    private void Change(UserId user, ChatId chat, bool isMember)
    {
        if (!_people.TryGetValue(user, out var person)) return;
        if (person.Loaded is { IsCompletedSuccessfully: true }) Subscribe(person, chat, isMember);
        else person.Meanwhile.Add((chat, isMember));
    }

    private void Subscribe(Person person, ChatId chat, bool isMember)
    {
        if (isMember)
        {
            person.Chats.Add(chat);
            if (!_chats.TryGetValue(chat, out var members)) _chats.Add(chat, members = []);
            members.Add(person);
        }
        else
        {
            person.Chats.Remove(chat);
            if (_chats.TryGetValue(chat, out var members) && members.Remove(person) && members.Count == 0) _chats.Remove(chat);
        }
    }

    /// <summary>Reads which chats a person is in. What is committed while it reads is noted by <see cref="Change"/> and wins over what was read.</summary>
    private async Task LoadAsync(Person person)
    {
        await Task.Yield();
        var chats = await chatsOfUser.ListAsync(person.User);
        lock (_gate)
        {
            foreach (var chat in chats) Subscribe(person, chat, isMember: true);
            foreach (var (chat, isMember) in person.Meanwhile) Subscribe(person, chat, isMember);
            person.Meanwhile.Clear();
        }
    }

    private void ForgetIfAlone(Person person)
    {
        if (person.Connections.Count > 0 || person.Attaching > 0) return;
        foreach (var chat in person.Chats.ToArray()) Subscribe(person, chat, isMember: false);
        _people.Remove(person.User);
    }

    private void Send(ChatId chat, ReadOnlyMemory<byte> bytes, UserId? except = null)
    {
        if (!_chats.TryGetValue(chat, out var members)) return;
        foreach (var person in members)
        {
            if (person.User != except) person.Send(bytes);
        }
    }

    private void ToEveryone(Frame frame)
    {
        var bytes = FrameEncoder.Encode(frame);
        foreach (var connection in Everyone()) connection.Send(bytes);
    }

    private IEnumerable<Connection> Everyone() => _people.Values.SelectMany(person => person.Connections);

    private sealed class Person(UserId user)
    {
        public UserId User => user;

        public List<Connection> Connections { get; } = [];

        public HashSet<ChatId> Chats { get; } = [];

        /// <summary>Joinings and leavings committed while <see cref="Loaded"/> was under way, in order.</summary>
        public List<(ChatId Chat, bool IsMember)> Meanwhile { get; } = [];

        public Task? Loaded { get; set; }

        public int Attaching { get; set; }

        public void Send(ReadOnlyMemory<byte> bytes)
        {
            foreach (var connection in Connections) connection.Send(bytes);
        }
    }
}

/// <summary>The chats a user is a member of, as committed.</summary>
public interface IChatsOfUser
{
    Task<IReadOnlyList<ChatId>> ListAsync(UserId user);
}

internal sealed record ReceiptData(Guid ChatId, Guid UserId, long DeliveredSeq, long ReadSeq);

internal sealed record MarkData(Guid UserId, long DeliveredSeq, long ReadSeq);

internal sealed record ReceiptsData(Guid ChatId, IReadOnlyList<MarkData> Marks);
