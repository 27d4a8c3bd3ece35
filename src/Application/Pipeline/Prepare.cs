using Mediator;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Pipeline;

/// <summary>A command's slow work (hashing, rendering), done after validation and before the writer's turn; it puts what it made into the command.</summary>
public interface IPrepare<in TMessage>
{
    /// <returns>Null, or why the command is refused.</returns>
    ValueTask<Error?> PrepareAsync(TMessage message, CancellationToken cancellationToken);
}

public sealed class PrepareBehavior<TMessage, TResponse>(IEnumerable<IPrepare<TMessage>> steps) : IPipelineBehavior<TMessage, TResponse>
    where TMessage : notnull, IBaseCommand
    where TResponse : IOutcome<TResponse>
{
    public async ValueTask<TResponse> Handle(TMessage message, MessageHandlerDelegate<TMessage, TResponse> next, CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            if (await step.PrepareAsync(message, cancellationToken) is { } refusal) return TResponse.Failed(refusal);
        }
        return await next(message, cancellationToken);
    }
}
