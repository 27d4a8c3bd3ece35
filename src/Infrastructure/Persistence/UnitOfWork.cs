using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence.Sqlite;
using RealTimeForum.Infrastructure.Realtime;
using RealTimeForum.Infrastructure.Search;

namespace RealTimeForum.Infrastructure.Persistence;

/// <summary>What one command does to the database: its context, the events its aggregates raised, and what the sockets will be told of it.</summary>
internal sealed class UnitOfWork(IServiceProvider services, IAudience audience, TimeProvider clock) : ILiveEvents
{
    private readonly List<LiveEvent> _live = [];
    private readonly List<object> _added = [];
    private readonly Dictionary<Chat, long> _chats = [];
    private readonly Dictionary<Member, Marks> _members = [];
    private ForumDb? _db;
    private Action<ForumDb>? _enlist;
    private int _inserted;
    private readonly List<IndexChange> _indexed = [];

    /// <summary>Made when it is first needed: a message is sent without one.</summary>
    public ForumDb Db => _db ?? services.GetRequiredService<ForumDb>();

    public bool HasDb => _db is not null;

    /// <summary>Where busy chats are known without a query; null where there is no such place.</summary>
    public ChatMemory? Memory { get; private set; }

    /// <summary>The chats that were taken from <see cref="Memory"/>.</summary>
    public IReadOnlyCollection<Chat> Remembered => _chats.Keys;

    /// <summary>And their members.</summary>
    public IReadOnlyCollection<Member> RememberedMembers => _members.Keys;

    /// <summary>Whether the command's turn has come: reads made now see its own writes.</summary>
    public bool IsRunning { get; private set; }

    public IReadOnlyList<LiveEvent> Live => _live;

    /// <summary>What of it can be found by search: written in the same commit.</summary>
    public IReadOnlyList<IndexChange> Indexed => _indexed;

    public void Index(IEnumerable<IndexChange> changes) => _indexed.AddRange(changes);

    /// <summary>Outside a turn there is no commit to wait for: a hint leaves at once.</summary>
    public void Publish(LiveEvent happened)
    {
        if (IsRunning) _live.Add(happened);
        else audience.Tell(happened);
    }

    public bool IsHeard(UserId user) => audience.IsHeard(user);

    public bool IsHeard(string topic) => audience.IsHeard(topic);

    /// <summary>A chat and one of its members from the writer's memory, for what moves nothing but numbers; null when that has to be done the long way.</summary>
    public async ValueTask<(Chat Chat, Member Member)?> RememberAsync(ChatId id, UserId user, CancellationToken cancellationToken)
    {
        if (Memory is null) return null;
        if ((Memory.Find(id, user) ?? await Memory.FindAsync(Db, id, user, cancellationToken)) is not { } found) return null;
        _chats.TryAdd(found.Chat, found.Chat.LastSeq);
        _members.TryAdd(found.Member, Marks.Of(found.Member));
        return found;
    }

    /// <summary>A chat that this command took from memory.</summary>
    public Chat? RememberedChat(ChatId id)
    {
        foreach (var chat in _chats.Keys)
        {
            if (chat.Id == id) return chat;
        }
        return null;
    }

    public Message? AddedMessage(ChatId chat, long seq) => _added.OfType<Message>().FirstOrDefault(message => message.ChatId == chat && message.Seq == seq);

    /// <summary>The scope has made its context.</summary>
    public void Opened(ForumDb db)
    {
        _db = db;
        _enlist?.Invoke(db);
    }

    /// <summary>The command is run once more from its beginning: what it did was undone.</summary>
    public void BeginAnew()
    {
        _live.Clear();
        _added.Clear();
        _chats.Clear();
        _members.Clear();
        _indexed.Clear();
        _inserted = 0;
        _db?.ChangeTracker.Clear();
    }

    /// <summary>The turn begins: the context, whether it is there already or is made later, joins the transaction.</summary>
    public void Begin(ChatMemory memory, Action<ForumDb> enlist)
    {
        (Memory, _enlist) = (memory, enlist);
        if (_db is not null) enlist(_db);
    }

    /// <summary>Runs the handler, writes what it changed, and lets the reactions follow. A refusal leaves the undoing to the caller.</summary>
    public async ValueTask<TResponse> RunAsync<TResponse>(Func<ValueTask<TResponse>> handle, CancellationToken cancellationToken)
        where TResponse : IOutcome<TResponse>
    {
        IsRunning = true;
        try
        {
            var response = await handle();
            if (response.Error is not null) return response;

            while (TakeEvents() is { Count: > 0 } events)
            {
                foreach (var logged in events.OfType<ILoggedEvent>()) Add(logged.ChatId, logged.ToEntry().WrittenAt(clock.GetUtcNow()));
                await SaveAsync(cancellationToken);
                foreach (var happened in events) await Reactions.RunAsync(services, happened, cancellationToken);
            }
            await SaveAsync(cancellationToken);
            return response;
        }
        finally
        {
            IsRunning = false;
        }
    }

    /// <summary>Something new of a chat: the short way when the chat came that way too.</summary>
    public void Add(ChatId chat, object row)
    {
        if (RememberedChat(chat) is null) Db.Add(row);
        else _added.Add(row);
    }

    private async ValueTask SaveAsync(CancellationToken cancellationToken)
    {
        if (_chats.Count > 0) WriteRemembered();
        if (_db is null) return;
        var changes = IndexChange.Among(_db.ChangeTracker, Texts).ToList();
        foreach (var chat in changes.Where(change => change.IsChatGone && Memory is not null)) await ForgottenMessages.NoteAsync(_db, chat.Id, cancellationToken);
        _indexed.AddRange(changes);
        await _db.SaveChangesAsync(cancellationToken);
    }

    private void WriteRemembered()
    {
        foreach (var (chat, lastSeq) in _chats)
        {
            if (chat.LastSeq == lastSeq) continue;
            Memory!.Update(chat);
            _chats[chat] = chat.LastSeq;
        }
        foreach (var (member, before) in _members)
        {
            var now = Marks.Of(member);
            if (now == before) continue;
            Memory!.Update(member);
            _members[member] = now;
        }
        for (; _inserted < _added.Count; _inserted++)
        {
            Memory!.Insert(_added[_inserted]);
            if (_added[_inserted] is Message message) _indexed.Add(IndexChange.OfNew(message, Texts));
        }
    }

    private IndexedTexts Texts => services.GetRequiredService<IndexedTexts>();

    private List<IDomainEvent> TakeEvents()
    {
        List<IDomainEvent> events = [];
        foreach (var chat in _chats.Keys) Take(chat, events);
        if (_db is null) return events;
        foreach (var entry in _db.ChangeTracker.Entries<IAggregateRoot>()) Take(entry.Entity, events);
        return events;
    }

    private static void Take(IAggregateRoot aggregate, List<IDomainEvent> events)
    {
        if (aggregate.Events.Count == 0) return;
        events.AddRange(aggregate.Events);
        aggregate.ClearEvents();
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    private readonly record struct Marks(long Delivered, long Read, long ShownDelivered, long ShownRead)
    {
        public static Marks Of(Member member) => new(member.DeliveredSeq, member.ReadSeq, member.ShownDeliveredSeq, member.ShownReadSeq);
    }
}

/// <summary>Finds the <see cref="IReactTo{TEvent}"/> of an event by its own type and by the interfaces it has.</summary>
internal static class Reactions
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Type, Runner[]> Runners = new();

    public static async ValueTask RunAsync(IServiceProvider services, IDomainEvent happened, CancellationToken cancellationToken)
    {
        foreach (var runner in Runners.GetOrAdd(happened.GetType(), Find)) await runner.RunAsync(services, happened, cancellationToken);
    }

    private static Runner[] Find(Type happened) =>
    [
        .. happened.GetInterfaces().Where(type => type != typeof(IDomainEvent) && type.IsAssignableTo(typeof(IDomainEvent))).Append(happened)
            .Select(type => (Runner)Activator.CreateInstance(typeof(Runner<>).MakeGenericType(type))!),
    ];

    private abstract class Runner
    {
        public abstract ValueTask RunAsync(IServiceProvider services, IDomainEvent happened, CancellationToken cancellationToken);
    }

    private sealed class Runner<TEvent> : Runner
        where TEvent : IDomainEvent
    {
        public override async ValueTask RunAsync(IServiceProvider services, IDomainEvent happened, CancellationToken cancellationToken)
        {
            foreach (var reaction in services.GetServices<IReactTo<TEvent>>()) await reaction.ReactAsync((TEvent)happened, cancellationToken);
        }
    }
}
