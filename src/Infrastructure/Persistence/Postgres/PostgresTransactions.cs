using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Infrastructure.Nodes;

namespace RealTimeForum.Infrastructure.Persistence.Postgres;

/// <summary>How many commands are under way on this node: so many that reading always finds a connection, and of the others so many wait.</summary>
internal sealed class WritingTurns(IOptions<ForumOptions> options) : IDisposable
{
    private const int AtOnce = 16;

    private readonly SemaphoreSlim _atOnce = new(AtOnce);
    private int _present;

    /// <returns>False when too many wait already.</returns>
    public async ValueTask<bool> TryEnterAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _present) > AtOnce + options.Value.Writer.Waiting)
        {
            Interlocked.Decrement(ref _present);
            return false;
        }
        try
        {
            await _atOnce.WaitAsync(cancellationToken);
            return true;
        }
        catch
        {
            Interlocked.Decrement(ref _present);
            throw;
        }
    }

    public void Leave()
    {
        Interlocked.Decrement(ref _present);
        _atOnce.Release();
    }

    public void Dispose() => _atOnce.Dispose();
}

/// <summary>
/// A transaction for each command. The first row it takes to change, a chat's or a post's, is locked: those who want the same one wait in line. Whatever
/// two commands changed at once all the same (a version that is another, a name that is taken since, a deadlock) is undone and run again from its
/// beginning, for a while; then it is refused.
/// </summary>
internal sealed class PostgresTransactions(
    WritingTurns turns, UnitOfWork work, NodeEvents nodes, TimeProvider clock, ILogger<PostgresTransactions> logger) : ITransactions
{
    private const int LongestPauseMs = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async ValueTask<TResponse> RunAsync<TResponse>(Func<ValueTask<TResponse>> handle, CancellationToken cancellationToken)
        where TResponse : IOutcome<TResponse>
    {
        if (!await turns.TryEnterAsync(cancellationToken)) return TResponse.Failed(CommonErrors.Busy);
        try
        {
            var since = clock.GetTimestamp();
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await TryAsync(handle, cancellationToken);
                }
                catch (Exception exception) when (IsCollision(exception))
                {
                    if (clock.GetElapsedTime(since) > Patience && !IsTaken(exception)) return TResponse.Failed(CommonErrors.Busy);
                    // What is taken twice in a row is taken for good, and no collision.
                    if (IsTaken(exception) && attempt > 3) throw;
                }
                work.BeginAnew();
                await Task.Delay(Random.Shared.Next(1, Math.Min(LongestPauseMs, 4 << Math.Min(attempt, 5))), cancellationToken);
            }
        }
        catch (Exception exception) when (PostgresFailures.IsOutage(exception))
        {
            logger.CannotWrite(exception.Message.ReplaceLineEndings(" "));
            return TResponse.Failed(CommonErrors.Storage);
        }
        finally
        {
            turns.Leave();
        }
    }

    private async ValueTask<TResponse> TryAsync<TResponse>(Func<ValueTask<TResponse>> handle, CancellationToken cancellationToken)
        where TResponse : IOutcome<TResponse>
    {
        var db = (PostgresForumDb)work.Db;
        db.InForum = false;
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var response = await work.RunAsync(handle, cancellationToken);
        if (response.Error is not null) return response;
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await PostgresIndex.WriteAsync(connection, work.Indexed, cancellationToken);
        var told = await NodeEvents.WriteAsync(connection, work.Live, db.InForum, cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        nodes.Committed(told, [.. work.Live], db.InForum);
        return response;
    }

    /// <summary>Two wanted the same; the second one will see what the first one did.</summary>
    private static bool IsCollision(Exception exception) =>
        exception is DbUpdateConcurrencyException || IsTaken(exception) || PostgresFailures.StateOf(exception) is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    private static bool IsTaken(Exception exception) => PostgresFailures.StateOf(exception) is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation;
}

internal static class PostgresFailures
{
    public static string? StateOf(Exception? exception) => exception switch
    {
        PostgresException refused => refused.SqlState,
        DbUpdateException { InnerException: { } inner } => StateOf(inner),
        InvalidOperationException { InnerException: NpgsqlException inner } => StateOf(inner),
        _ => null,
    };

    /// <summary>The server is away, full, or takes no more: nothing that the command did wrong.</summary>
    public static bool IsOutage(Exception? exception) => exception switch
    {
        // 08 the connection, 53 its means, 57 somebody stopped it, 58 its disk, 25006 it may only be read.
        PostgresException refused => refused.SqlState is ['0', '8', ..] or ['5', '3', ..] or ['5', '7', ..] or ['5', '8', ..] or PostgresErrorCodes.ReadOnlySqlTransaction,
        NpgsqlException => true,
        DbUpdateException or InvalidOperationException or RetryLimitExceededException => exception.InnerException is { } inner && IsOutage(inner),
        _ => false,
    };
}

internal static partial class PostgresLog
{
    [LoggerMessage(3201, LogLevel.Error, "PostgreSQL takes no writes: {Reason}")]
    public static partial void CannotWrite(this ILogger logger, string reason);
}
