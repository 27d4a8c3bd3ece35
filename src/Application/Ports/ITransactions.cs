using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Ports;

public interface ITransactions
{
    /// <summary>
    /// Runs a command's handler in a transaction and saves what it changed. A refusal undoes everything; an answer is returned only when it
    /// is on disk and its live events have left. When the database can't take it: <c>server.busy</c> or <c>server.storage</c>, and nothing was done.
    /// </summary>
    ValueTask<TResponse> RunAsync<TResponse>(Func<ValueTask<TResponse>> handle, CancellationToken cancellationToken)
        where TResponse : IOutcome<TResponse>;
}
