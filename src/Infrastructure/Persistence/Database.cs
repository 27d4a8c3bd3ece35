using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Infrastructure.Persistence.Mapping;
using RealTimeForum.Infrastructure.Persistence.Sqlite;
using RealTimeForum.Infrastructure.Search;

namespace RealTimeForum.Infrastructure.Persistence;

public sealed class UnusableDatabaseException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Makes the database fit this version of the program, and answers for its health.</summary>
public sealed class Database
{
    private readonly SqliteDatabase _sqlite;
    private readonly ReadPool _pool;
    private readonly IStemmer _stemmer;
    private readonly ILogger<Database> _logger;

    internal Database(SqliteDatabase sqlite, ReadPool pool, IStemmer stemmer, ILogger<Database> logger) => (_sqlite, _pool, _stemmer, _logger) = (sqlite, pool, stemmer, logger);

    /// <summary>A random word that stays with the data; a client that meets another one drops what it remembered.</summary>
    public string Epoch { get; private set; } = "";

    /// <exception cref="UnusableDatabaseException">There is something else in its place, or it is damaged.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(cancellationToken);
        }
        catch (SqliteException broken)
        {
            throw new UnusableDatabaseException($"the database {_sqlite.Path} cannot be used ({broken.Message}). Restore a backup, or choose another folder", broken);
        }
    }

    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        var db = _pool.Rent();
        try { return await db.Set<Fact>().AnyAsync(cancellationToken); }
        finally { _pool.Return(db); }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = _sqlite.OpenForWriting();
        await using var db = SqliteDatabase.ContextOver(connection);
        if ((await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(db.Database.GetMigrations(), StringComparer.Ordinal).FirstOrDefault() is { } later)
            throw new UnusableDatabaseException($"the database {_sqlite.Path} was made by a later version of the program ({later}); start that one");
        if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any()) await db.Database.MigrateAsync(cancellationToken);

        var epoch = await db.Set<Fact>().FindAsync([Fact.Epoch], cancellationToken);
        if (epoch is null)
        {
            db.Add(epoch = new Fact { Name = Fact.Epoch, Value = Guid.NewGuid().ToString("N") });
            if (!await db.Set<Category>().AnyAsync(cancellationToken)) db.Add(Category.General());
            await db.SaveChangesAsync(cancellationToken);
        }
        Epoch = epoch.Value;

        var index = await db.Set<Fact>().FindAsync([Fact.SearchIndex], cancellationToken);
        if (index?.Value == IndexWriter.Version) return;
        new SearchRebuild(connection, _stemmer, _logger.Prepares).Run();
        if (index is null) db.Add(new Fact { Name = Fact.SearchIndex, Value = IndexWriter.Version });
        else index.Value = IndexWriter.Version;
        await db.SaveChangesAsync(cancellationToken);
    }
}

internal static partial class DatabaseLog
{
    [LoggerMessage(3003, LogLevel.Information, "Getting ready: {Progress}")]
    public static partial void Prepares(this ILogger logger, string progress);
}
