using Npgsql;

namespace RealTimeForum.Infrastructure.Persistence.Postgres;

/// <summary>Whoever holds a lock leads; when that node dies its connection goes, the lock with it, and another one takes over.</summary>
internal sealed class PostgresLeader(PostgresDatabase database) : ILeader, IAsyncDisposable
{
    private const long LeadingLock = 7_316_204_002;

    private readonly SemaphoreSlim _oneAtATime = new(1);
    private NpgsqlConnection? _held;

    public async ValueTask<bool> LeadsAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            _held ??= await database.Source.OpenConnectionAsync(cancellationToken);
            // The lock counts how often it was taken: once more does no harm, and shows that the connection is still there.
            await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({LeadingLock})", _held);
            if (await command.ExecuteScalarAsync(cancellationToken) is true) return true;
            await LetGoAsync();
            return false;
        }
        catch (NpgsqlException)
        {
            await LetGoAsync();
            return false;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await LetGoAsync();
        _oneAtATime.Dispose();
    }

    private async ValueTask LetGoAsync()
    {
        if (_held is not null) await _held.DisposeAsync();
        _held = null;
    }
}
