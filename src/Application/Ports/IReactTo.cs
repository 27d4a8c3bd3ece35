using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Ports;

/// <summary>Runs inside the transaction that made the event, after its rows are written; what it changes is saved with them.</summary>
public interface IReactTo<in TEvent>
    where TEvent : IDomainEvent
{
    ValueTask ReactAsync(TEvent happened, CancellationToken cancellationToken);
}
