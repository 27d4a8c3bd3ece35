using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Infrastructure.Persistence.Mapping;
using RealTimeForum.Infrastructure.Search;

namespace RealTimeForum.Infrastructure.Persistence;

/// <param name="message">For the operator; begins with the setting that is wrong.</param>
public sealed class UnusableDatabaseException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Makes the database fit this version of the program, and answers for its health.</summary>
public sealed class Database
{
    private readonly IDatabaseProduct _product;
    private readonly ReadPool _pool;
    private readonly IStemmer _stemmer;
    private readonly ILogger<Database> _logger;

    internal Database(IDatabaseProduct product, ReadPool pool, IStemmer stemmer, ILogger<Database> logger) => (_product, _pool, _stemmer, _logger) = (product, pool, stemmer, logger);

    /// <summary>A random word that stays with the data; a client that meets another one drops what it remembered.</summary>
    public string Epoch { get; private set; } = "";

    /// <exception cref="UnusableDatabaseException">There is something else in its place, it is damaged, or it can't be reached.</exception>
    public Task MigrateAsync(CancellationToken cancellationToken) => _product.PrepareAsync(db => PrepareAsync(db, cancellationToken), cancellationToken);

    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        var db = _pool.Rent();
        try { return await db.Set<Fact>().AnyAsync(cancellationToken); }
        finally { _pool.Return(db); }
    }

    private async Task PrepareAsync(ForumDb db, CancellationToken cancellationToken)
    {
        if ((await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(db.Database.GetMigrations(), StringComparer.Ordinal).FirstOrDefault() is { } later)
            throw new UnusableDatabaseException($"Forum:Database: it was made by a later version of the program ({later}); start that one");
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
        await _product.IndexAsync(db, _stemmer, _logger.Prepares, cancellationToken);
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
