namespace RealTimeForum.Domain.Common;

public interface IAggregateRoot
{
    IReadOnlyList<IDomainEvent> Events { get; }

    void ClearEvents();
}

/// <summary>What is loaded, changed and saved as one; it collects what happened to it.</summary>
public abstract class AggregateRoot<TId> : IAggregateRoot
    where TId : struct, IEntityId<TId>
{
    private readonly List<IDomainEvent> _events = [];

    public TId Id { get; protected init; }

    public IReadOnlyList<IDomainEvent> Events => _events;

    public void ClearEvents() => _events.Clear();

    protected void Raise(IDomainEvent happened) => _events.Add(happened);
}
