using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RealTimeForum.Infrastructure.Persistence.Sqlite;

namespace RealTimeForum.Infrastructure.Backups;

/// <summary>Looks whether everything that must always hold in the database does, without changing anything.</summary>
public sealed class Doctor
{
    private const int Shown = 5;

    private readonly SqliteDatabase _database;

    internal Doctor(SqliteDatabase database) => _database = database;

    /// <param name="say">Gets one line each check, and for each that fails where and how to mend it.</param>
    /// <returns>How many checks fail.</returns>
    /// <exception cref="BackupException">There is no database.</exception>
    public async Task<int> ExamineAsync(Action<string> say, CancellationToken cancellationToken)
    {
        if (!File.Exists(_database.Path)) throw new BackupException($"there is no database {_database.Path}");
        var failed = 0;
        try
        {
            await using var connection = _database.OpenForCopying();
            await RefuseAnotherVersionAsync(connection, cancellationToken);
            // All of it as of one moment, while the forum goes on.
            await RunAsync(connection, "BEGIN", cancellationToken);
            failed += await ExamineAsync(connection, DoctorChecks.OfRows, say, cancellationToken);
            if (await ReadIndexAsync(connection, cancellationToken)) return failed + await ExamineAsync(connection, DoctorChecks.OfIndex, say, cancellationToken);
            say("WRONG  The search index can be read");
            say($"       To mend it: {DoctorChecks.IndexAnew}");
            return failed + 1;
        }
        catch (SqliteException broken)
        {
            throw new BackupException($"the database cannot be read ({broken.Message}); restore the newest backup", broken);
        }
    }

    private static async Task<int> ExamineAsync(SqliteConnection connection, IEnumerable<Check> checks, Action<string> say, CancellationToken cancellationToken)
    {
        var failed = 0;
        foreach (var check in checks)
        {
            var places = await AskAsync(connection, check.Question, cancellationToken);
            say(places.Count == 0 ? $"ok     {check.Name}" : $"WRONG  {check.Name}");
            if (places.Count == 0) continue;
            failed++;
            foreach (var place in places.Take(Shown)) say($"         {place}");
            if (places.Count > Shown) say("         and more");
            say($"       To mend it: {check.Remedy}");
        }
        return failed;
    }

    private async Task RefuseAnotherVersionAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var db = SqliteDatabase.ContextOver(connection);
        if ((await db.Database.GetAppliedMigrationsAsync(cancellationToken)).SequenceEqual(db.Database.GetMigrations(), StringComparer.Ordinal)) return;
        throw new BackupException($"{_database.Path} is of another version of the program; ask that one, or start the forum once and ask again");
    }

    private static async Task<bool> ReadIndexAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(connection, DoctorChecks.ReadIndex, cancellationToken);
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private static async Task RunAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<List<string>> AskAsync(SqliteConnection connection, string question, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM ({question}) LIMIT {Shown + 1}";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> places = [];
        while (await reader.ReadAsync(cancellationToken)) places.Add(reader.GetString(0));
        return places;
    }
}
