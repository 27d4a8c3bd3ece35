using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Administration;

namespace RealTimeForum.Infrastructure.Realtime;

/// <summary>All live connections, by user, chat and topic. Live events are handed on one after another, in the order they were committed.</summary>
public sealed class ConnectionManager(
    IClientLookup clients, SessionDirectory sessions, SettingsBoard settings, PresenceBoard presence, IOptions<ForumOptions> options, TimeProvider clock) : BackgroundService
{
    private const int MaxTopics = 32;

    /// <summary>How long changes of presence are gathered: told together they cost each connection one write.</summary>
    private static readonly TimeSpan GatherPresence = TimeSpan.FromMilliseconds(100);

    private static readonly ReadOnlyMemory<byte> Resync = FrameEncoder.Encode(new Frame("resync", null, null, null));

    private readonly Channel<(IReadOnlyList<LiveEvent> Events, long At)> _committed = Channel.CreateUnbounded<(IReadOnlyList<LiveEvent> Events, long At)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly Dictionary<UserId, Person> _people = [];
    private readonly Dictionary<ChatId, LiveChat> _chats = [];
    private readonly Dictionary<string, HashSet<Connection>> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<ChatId, Dictionary<UserId, MarksChanged>> _largeChatMarks = [];
    private readonly Dictionary<UserId, (Frame Frame, long Order)> _presenceToTell = [];
    private long _order;
    private bool _isStopping;

    public int Count
    {
        get
        {
            lock (_gate) return _people.Values.Sum(person => person.Connections.Count);
        }
    }

    /// <summary>Those with a member who has a live connection here.</summary>
    public IReadOnlyCollection<ChatId> LiveChats
    {
        get
        {
            lock (_gate) return [.. _chats.Keys];
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
            else if (happened is SettingsChanged change) settings.Use(change.Settings);
        }
        _committed.Writer.TryWrite((events, Stopwatch.GetTimestamp()));
    }

    public bool IsHeard(UserId user)
    {
        lock (_gate) return _people.TryGetValue(user, out var person) && (person.Connections.Count > 0 || person.Attaching > 0);
    }

    public bool IsHeard(string topic)
    {
        lock (_gate) return _topics.ContainsKey(topic);
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
                    // What it read need not be kept with it.
                    person.Loaded = Task.CompletedTask;
                    connection.Send(hello);
                    connection.AttachedAs = ++_order;
                    person.Connections.Add(connection);
                    ForumMeter.Sockets.Add(1);
                    ShowPresence(person);
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
            ForumMeter.Sockets.Add(-1);
            if (person.Connections.Count == 0) presence.Left(connection.User, clock.GetUtcNow(), clock.GetTimestamp());
            else ShowPresence(person);
            ForgetIfAlone(person);
        }
    }

    /// <summary>Whether somebody has a hand on this device; without one on any they are away.</summary>
    public void SetAway(Connection connection, bool isAway)
    {
        lock (_gate)
        {
            connection.IsAway = isAway;
            if (_people.TryGetValue(connection.User, out var person) && person.Connections.Contains(connection)) ShowPresence(person);
        }
    }

    /// <summary>Somebody came, went or stepped away on another node: those here who may know are told.</summary>
    /// <param name="isAway">Null when they are on no other node.</param>
    public async Task ShowElsewhereAsync(UserId user, bool? isAway)
    {
        Person? person;
        Task loaded;
        lock (_gate)
        {
            if (!_people.TryGetValue(user, out person)) _people.Add(user, person = new Person(user));
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
                var frame = presence.Elsewhere(user, isAway, clock.GetUtcNow());
                if (!loaded.IsCompletedSuccessfully) person.Loaded = null;
                else if (frame is not null) TellPresence(user, frame);
                ForgetIfAlone(person);
            }
        }
    }

    /// <summary>So many at once that nobody is told of each.</summary>
    public void ShowElsewhere(IReadOnlyList<(UserId User, bool? IsAway)> people)
    {
        lock (_gate)
        {
            foreach (var (user, isAway) in people) presence.Elsewhere(user, isAway, clock.GetUtcNow());
            ToEveryone(PresenceBoard.Reset);
        }
    }

    /// <summary>Nobody knows what was missed: whoever asks is looked up again, and all connections come back and look for themselves.</summary>
    public void BeginAnew()
    {
        sessions.ForgetAll();
        lock (_gate)
        {
            foreach (var connection in Everyone()) connection.Close(CloseReason.Stopping);
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
        if (Broken.LeavesSilently) return;
        lock (_gate)
        {
            _isStopping = true;
            foreach (var connection in Everyone()) connection.Close(CloseReason.Stopping);
        }
        var since = clock.GetTimestamp();
        while (Count > 0 && clock.GetElapsedTime(since) < options.Value.Realtime.DrainWithin) await Task.Delay(20);
    }

    /// <summary>Once a second: people who stayed away are offline now, heartbeats leave, large chats hear of marks.</summary>
    /// <returns>Who went offline, and when they were last here.</returns>
    public IReadOnlyList<(UserId User, DateTimeOffset LastSeen)> Tick(int second)
    {
        lock (_gate)
        {
            var gone = presence.TakeGone(left => clock.GetElapsedTime(left) >= options.Value.Realtime.OfflineAfter);
            if (presence.EndSecond(gone.Count)) ToEveryone(PresenceBoard.Reset);
            else
            {
                foreach (var (user, lastSeen) in gone) TellPresence(user, PresenceBoard.Gone(user, lastSeen));
            }
            foreach (var (user, _) in gone)
            {
                if (_people.TryGetValue(user, out var person)) ForgetIfAlone(person);
            }

            var pause = Math.Max(1, (int)options.Value.Realtime.Heartbeat.TotalSeconds);
            foreach (var connection in Everyone())
            {
                if ((connection.Id.GetHashCode() & int.MaxValue) % pause == second % pause) connection.Send(FrameEncoder.Heartbeat);
            }

            foreach (var (chat, marks) in _largeChatMarks) SendMarks(chat, [.. marks.Values]);
            _largeChatMarks.Clear();
            return gone;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (events, at) in _committed.Reader.ReadAllAsync(CancellationToken.None))
        {
            lock (_gate)
            {
                foreach (var happened in events) Handle(happened);
            }
            ForumMeter.HandedOn.Record(Stopwatch.GetElapsedTime(at).TotalSeconds);
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
                Send(message);
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
            case Unheard { User: { } user } when _people.TryGetValue(user, out var arrived):
                arrived.Send(Resync);
                break;
            case Unheard { Topic: { } topic } when _topics.TryGetValue(topic, out var watching):
                foreach (var watcher in watching) watcher.Send(Resync);
                break;
            case MarksChanged { IsLargeChat: true } marks:
                if (!_largeChatMarks.TryGetValue(marks.ChatId, out var gathered)) _largeChatMarks.Add(marks.ChatId, gathered = []);
                gathered[marks.UserId] = marks;
                break;
            case MarksChanged marks:
                SendMark(marks);
                break;
            case PrivacyChanged changed when _people.TryGetValue(changed.UserId, out var person):
                var askedBefore = person.Privacy is { StrangersAsk: true };
                person.Privacy = changed.Privacy;
                if (askedBefore != changed.Privacy.StrangersAsk) ShowStrangers(person);
                ShowPresence(person);
                break;
            case Parted parted:
                Part(parted);
                break;
            case RequestAccepted accepted when _chats.TryGetValue(accepted.ChatId, out var chat):
                chat.RequestTo = null;
                if (presence.Now(accepted.UserId, clock.GetUtcNow()) is { } here) Send(accepted.ChatId, FrameEncoder.Encode(here));
                break;
            case Subscribed change:
                foreach (var user in change.Users) Change(user, new LiveMembership(change.ChatId, change.HistoryFromSeq, change.RequestTo), isMember: true);
                break;
            case Unsubscribed change:
                foreach (var user in change.Users) Change(user, new LiveMembership(change.ChatId, 0, null), isMember: false);
                break;
            case SignedOut ended:
                foreach (var connection in Everyone().Where(connection => connection.Session == ended.SessionId)) connection.Close(CloseReason.SessionEnded);
                break;
        }
    }

    private void Change(UserId user, LiveMembership membership, bool isMember)
    {
        if (!_people.TryGetValue(user, out var person)) return;
        if (person.Loaded is { IsCompletedSuccessfully: true }) Subscribe(person, membership, isMember);
        else person.Meanwhile.Add((membership, isMember));
    }

    private void Subscribe(Person person, LiveMembership membership, bool isMember)
    {
        if (isMember)
        {
            person.Chats.Add(membership.ChatId);
            if (!_chats.TryGetValue(membership.ChatId, out var chat)) _chats.Add(membership.ChatId, chat = new LiveChat());
            chat.RequestTo = membership.RequestTo;
            chat.Members[person] = membership.HistoryFromSeq;
        }
        else
        {
            person.Chats.Remove(membership.ChatId);
            if (_chats.TryGetValue(membership.ChatId, out var chat) && chat.Members.Remove(person) && chat.Members.Count == 0) _chats.Remove(membership.ChatId);
        }
    }

    /// <summary>Reads which chats a person is in and what they show. What is committed while it reads is noted by <see cref="Change"/> and wins over what was read.</summary>
    private async Task LoadAsync(Person person)
    {
        await Task.Yield();
        var (privacy, memberships, apart) = await clients.FindAsync(person.User);
        lock (_gate)
        {
            person.Privacy ??= privacy;
            foreach (var membership in memberships) Subscribe(person, membership, isMember: true);
            foreach (var (membership, isMember) in person.Meanwhile) Subscribe(person, membership, isMember);
            person.Meanwhile.Clear();
            person.Apart.UnionWith(apart.Where(other => !person.PartedMeanwhile.Contains(other)));
            person.PartedMeanwhile.Clear();
        }
    }

    /// <summary>Tells the others whether somebody with live connections is here, away or not to be seen.</summary>
    private void ShowPresence(Person person)
    {
        if (person.Connections.Count == 0 && !presence.IsHere(person.User)) return;
        var now = clock.GetUtcNow();
        var frame = person.Privacy is { IsInvisible: true } ? presence.Hidden(person.User, now)
            : person.Connections.Count == 0 ? null
            : presence.Arrived(person.User, person.Connections.TrueForAll(connection => connection.IsAway), now);
        if (frame is not null) TellPresence(person.User, frame);
    }

    /// <summary>Soon, with whatever else changes meanwhile; of somebody who comes and goes the newest only.</summary>
    private void TellPresence(UserId user, Frame frame)
    {
        if (_presenceToTell.Count == 0) _ = TellPresenceSoonAsync();
        _presenceToTell[user] = (frame, ++_order);
    }

    private async Task TellPresenceSoonAsync()
    {
        await Task.Delay(GatherPresence);
        lock (_gate)
        {
            foreach (var (user, (frame, order)) in _presenceToTell) TellPresence(user, FrameEncoder.Encode(frame), order);
            _presenceToTell.Clear();
        }
    }

    /// <summary>To everyone, except to those who asked to write and were not accepted; of somebody whom strangers must ask, only to those who share a chat.</summary>
    private void TellPresence(UserId user, ReadOnlyMemory<byte> bytes, long order)
    {
        var person = _people.GetValueOrDefault(user);
        var waiting = person?.Chats.Select(chat => _chats[chat]).Where(chat => chat.RequestTo == user).SelectMany(chat => chat.Members.Keys).Where(other => other != person).ToHashSet();
        IEnumerable<Person> told = person is { Privacy.StrangersAsk: true } ? AcquaintancesOf(person) : _people.Values;
        foreach (var other in told)
        {
            if (person is not null && (waiting!.Contains(other) || person.Apart.Contains(other.User))) continue;
            // Who came after it has asked who is here.
            foreach (var connection in other.Connections)
            {
                if (connection.AttachedAs < order) connection.Send(bytes);
            }
        }
    }

    /// <summary>Strangers must ask from now on, and no longer know whether the person is here; or the other way round.</summary>
    private void ShowStrangers(Person person)
    {
        var frame = person.Privacy is { StrangersAsk: true } ? PresenceBoard.Gone(person.User, lastSeenAt: null) : presence.Now(person.User, clock.GetUtcNow());
        if (frame is null || !presence.IsOnline(person.User)) return;
        var bytes = FrameEncoder.Encode(frame);
        foreach (var stranger in _people.Values.Except(AcquaintancesOf(person)).Where(stranger => !person.Apart.Contains(stranger.User))) stranger.Send(bytes);
    }

    /// <summary>Each goes offline in the other's eyes; together again, both look anew at what they may see.</summary>
    private void Part(Parted parted)
    {
        foreach (var (user, other) in new[] { (parted.One, parted.Other), (parted.Other, parted.One) })
        {
            if (!_people.TryGetValue(user, out var person)) continue;
            if (parted.AreApart) person.Apart.Add(other);
            else person.Apart.Remove(other);
            if (person.Loaded is not { IsCompletedSuccessfully: true }) person.PartedMeanwhile.Add(other);
            person.Send(FrameEncoder.Encode(parted.AreApart ? PresenceBoard.Gone(other, lastSeenAt: null) : PresenceBoard.Reset));
            person.Send(Resync);
        }
    }

    private HashSet<Person> AcquaintancesOf(Person person) => [person, .. person.Chats.SelectMany(chat => _chats[chat].Members.Keys)];

    private void ForgetIfAlone(Person person)
    {
        // Until they count as gone it must be known who may be told.
        if (person.Connections.Count > 0 || person.Attaching > 0 || presence.IsHere(person.User)) return;
        foreach (var chat in person.Chats.ToArray()) Subscribe(person, new LiveMembership(chat, 0, null), isMember: false);
        _people.Remove(person.User);
    }

    private void Send(ChatId id, ReadOnlyMemory<byte> bytes)
    {
        if (!_chats.TryGetValue(id, out var chat)) return;
        foreach (var person in chat.Members.Keys) person.Send(bytes);
    }

    private void Send(ToChat message)
    {
        if (!_chats.TryGetValue(message.ChatId, out var chat)) return;
        var bytes = FrameEncoder.Encode(message.Frame);
        ReadOnlyMemory<byte>? forNewcomers = null;
        foreach (var (person, historyFromSeq) in chat.Members)
        {
            if (person.User == message.Except || (message.Except is { } one && person.Apart.Contains(one))) continue;
            person.Send(historyFromSeq > message.OldestSeq ? forNewcomers ??= FrameEncoder.Encode(message.ForNewcomers!) : bytes);
        }
    }

    /// <summary>A member's own devices hear of their marks as they are, the others of what is shown, and of reading only those who show theirs.</summary>
    private void SendMark(MarksChanged marks)
    {
        if (!_chats.TryGetValue(marks.ChatId, out var chat)) return;
        ReadOnlyMemory<byte>? shown = null, withoutReads = null;
        foreach (var person in chat.Members.Keys)
        {
            if (person.User == marks.UserId) person.Send(Receipt(marks, marks.DeliveredSeq, marks.ReadSeq));
            else if (marks.Shown is not { } seen || person.Apart.Contains(marks.UserId)) continue;
            else if (person.SeesReads) person.Send(shown ??= Receipt(marks, seen.DeliveredSeq, seen.ReadSeq));
            else person.Send(withoutReads ??= Receipt(marks, seen.DeliveredSeq, 0));
        }
    }

    /// <summary>As <see cref="SendMark"/>, of many at once.</summary>
    private void SendMarks(ChatId id, IReadOnlyList<MarksChanged> marks)
    {
        if (!_chats.TryGetValue(id, out var chat)) return;
        var seen = marks.Where(mark => mark.Shown is not null).ToList();
        var shown = Receipts(id, seen.Select(mark => new MarkData(mark.UserId.Value, mark.Shown!.DeliveredSeq, mark.Shown.ReadSeq)));
        ReadOnlyMemory<byte>? withoutReads = null;
        foreach (var person in chat.Members.Keys)
        {
            if (person.Apart.Count > 0 && seen.Exists(mark => person.Apart.Contains(mark.UserId)))
                person.Send(Receipts(id, seen.Where(mark => !person.Apart.Contains(mark.UserId)).Select(mark => new MarkData(mark.UserId.Value, mark.Shown!.DeliveredSeq, person.SeesReads ? mark.Shown.ReadSeq : 0))));
            else person.Send(person.SeesReads ? shown : withoutReads ??= Receipts(id, seen.Select(mark => new MarkData(mark.UserId.Value, mark.Shown!.DeliveredSeq, 0))));
        }
        foreach (var mark in marks)
        {
            if (_people.TryGetValue(mark.UserId, out var owner) && (!owner.SeesReads || mark.Shown?.ReadSeq != mark.ReadSeq))
                owner.Send(Receipts(id, [new MarkData(mark.UserId.Value, mark.DeliveredSeq, mark.ReadSeq)]));
        }
    }

    private static ReadOnlyMemory<byte> Receipt(MarksChanged marks, long delivered, long read) =>
        FrameEncoder.Encode(new Frame("receipt.changed", marks.ChatId.Value, null, new ReceiptData(marks.ChatId.Value, marks.UserId.Value, delivered, read)));

    private static ReadOnlyMemory<byte> Receipts(ChatId chat, IEnumerable<MarkData> marks) =>
        FrameEncoder.Encode(new Frame("receipts.changed", chat.Value, null, new ReceiptsData(chat.Value, [.. marks])));

    private void ToEveryone(Frame frame)
    {
        var bytes = FrameEncoder.Encode(frame);
        foreach (var connection in Everyone()) connection.Send(bytes);
    }

    private IEnumerable<Connection> Everyone()
    {
        foreach (var person in _people.Values)
        {
            foreach (var connection in person.Connections) yield return connection;
        }
    }

    /// <summary>The members of a chat who have live connections, each with where their history begins.</summary>
    private sealed class LiveChat
    {
        public Dictionary<Person, long> Members { get; } = [];

        public UserId? RequestTo { get; set; }
    }

    private sealed class Person(UserId user)
    {
        public UserId User => user;

        public List<Connection> Connections { get; } = [];

        public HashSet<ChatId> Chats { get; } = [];

        /// <summary>Joinings and leavings committed while <see cref="Loaded"/> was under way, in order.</summary>
        public List<(LiveMembership Membership, bool IsMember)> Meanwhile { get; } = [];

        /// <summary>Null until loaded.</summary>
        public ClientPrivacy? Privacy { get; set; }

        /// <summary>Whom they blocked, and who blocked them.</summary>
        public HashSet<UserId> Apart { get; } = [];

        /// <summary>With whom that changed while <see cref="Loaded"/> was under way.</summary>
        public HashSet<UserId> PartedMeanwhile { get; } = [];

        public bool SeesReads => Privacy is not { ShowsReadMarks: false };

        public Task? Loaded { get; set; }

        public int Attaching { get; set; }

        public void Send(ReadOnlyMemory<byte> bytes)
        {
            foreach (var connection in Connections) connection.Send(bytes);
        }
    }
}

/// <summary>The chats a user is a member of, what they show of themselves and from whom they are apart, as committed.</summary>
public interface IClientLookup
{
    Task<(ClientPrivacy Privacy, IReadOnlyList<LiveMembership> Chats, IReadOnlyList<UserId> Apart)> FindAsync(UserId user);
}

/// <param name="HistoryFromSeq">Earlier messages are not theirs to see.</param>
/// <param name="RequestTo">Who has not accepted the chat yet.</param>
public sealed record LiveMembership(ChatId ChatId, long HistoryFromSeq, UserId? RequestTo);

internal sealed record ReceiptData(Guid ChatId, Guid UserId, long DeliveredSeq, long ReadSeq);

internal sealed record MarkData(Guid UserId, long DeliveredSeq, long ReadSeq);

internal sealed record ReceiptsData(Guid ChatId, IReadOnlyList<MarkData> Marks);
