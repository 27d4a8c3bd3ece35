using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Infrastructure.Realtime;
using RealTimeForum.Infrastructure.Search;

namespace RealTimeForum.Infrastructure.Persistence;

/// <summary>What one command does to the database: its context, the events its aggregates raised, and what the sockets will be told of it.</summary>
internal sealed class UnitOfWork(IServiceProvider services, ConnectionManager connections, TimeProvider clock) : ILiveEvents
{
    private readonly List<LiveEvent> _live = [];
    private readonly List<IndexChange> _indexed = [];

    public ForumDb Db => field ??= services.GetRequiredService<ForumDb>();

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
        else connections.Dispatch([happened]);
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
                foreach (var logged in events.OfType<ILoggedEvent>()) Db.Add(logged.ToEntry().WrittenAt(clock.GetUtcNow()));
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

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        var changes = IndexChange.Among(Db.ChangeTracker, services.GetRequiredService<IndexedTexts>()).ToList();
        foreach (var chat in changes.Where(change => change.IsChatGone)) await ForgottenMessages.NoteAsync(Db, chat.Id, cancellationToken);
        _indexed.AddRange(changes);
        await Db.SaveChangesAsync(cancellationToken);
    }

    private List<IDomainEvent> TakeEvents()
    {
        List<IDomainEvent> events = [];
        foreach (var entry in Db.ChangeTracker.Entries<IAggregateRoot>())
        {
            events.AddRange(entry.Entity.Events);
            entry.Entity.ClearEvents();
        }
        return events;
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
