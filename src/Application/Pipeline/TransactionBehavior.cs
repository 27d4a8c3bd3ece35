using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Pipeline;

public sealed class TransactionBehavior<TMessage, TResponse>(ITransactions transactions) : IPipelineBehavior<TMessage, TResponse>
    where TMessage : notnull, IBaseCommand
    where TResponse : IOutcome<TResponse>
{
    public ValueTask<TResponse> Handle(TMessage message, MessageHandlerDelegate<TMessage, TResponse> next, CancellationToken cancellationToken) =>
        message is IUnstored ? next(message, cancellationToken) : transactions.RunAsync(() => next(message, cancellationToken), cancellationToken);
}

/// <summary>A command that writes no row of its own in its turn, such as a typing hint: it needs no transaction.</summary>
public interface IUnstored;
