using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Ports;
using RealTimeForum.Infrastructure.Search;

namespace RealTimeForum.Infrastructure.Persistence.Sqlite;

/// <summary>The one file, and how connections to it are opened.</summary>
internal sealed class SqliteDatabase(string path) : IDatabaseProduct
{
    [ActivatorUtilitiesConstructor]
    public SqliteDatabase(IOptions<ForumOptions> options) : this(System.IO.Path.Combine(options.Value.DataDirectory, "forum.db")) { }

    public string Path { get; } = path;

    public bool IsShared => false;

    public static DbContextOptionsBuilder<SqliteForumDb> Configure(DbContextOptionsBuilder<SqliteForumDb> builder, string connectionString) =>
        builder.UseSqlite(connectionString, sqlite => sqlite.MigrationsAssembly(typeof(SqliteForumDb).Assembly.GetName().Name));

    public static SqliteForumDb ContextOver(SqliteConnection connection) => new(OptionsOver(connection));

    // A list is one parameter: as many people as are online would be more parameters than SQLite takes.
    public static DbContextOptions<SqliteForumDb> OptionsOver(SqliteConnection connection) =>
        new DbContextOptionsBuilder<SqliteForumDb>().UseSqlite(connection, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)).Options;

    public ForumDb NewReader() => ContextOver(OpenForReading());

    /// <summary>
    /// Acknowledged means on disk: <c>synchronous=FULL</c> survives a power cut, NORMAL does not. What a savepoint needs to be undone stays in memory:
    /// beside the commits it would be written to a file for every command. Copied into the database each 16 MiB: a chat's pages are written many times
    /// before that, and copied once.
    /// </summary>
    public SqliteConnection OpenForWriting()
    {
        var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA journal_mode=WAL; PRAGMA synchronous={(Broken.SyncsLate ? "NORMAL" : "FULL")}; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA busy_timeout=5000; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4096;";
        command.ExecuteNonQuery();
        return connection;
    }

    /// <summary>For a copy of the whole: takes nothing into memory that the forum needs.</summary>
    public SqliteConnection OpenForCopying() => Open();

    /// <summary>Many of them are open at once: they read through the system's own memory of the file, and keep little for themselves.</summary>
    public SqliteConnection OpenForReading()
    {
        var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA query_only=ON; PRAGMA busy_timeout=5000; PRAGMA cache_size=-2048; PRAGMA mmap_size=1073741824;";
        command.ExecuteNonQuery();
        return connection;
    }

    public async Task PrepareAsync(Func<ForumDb, Task> prepare, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = OpenForWriting();
            await using var db = ContextOver(connection);
            await prepare(db);
        }
        catch (SqliteException broken)
        {
            throw new UnusableDatabaseException($"Forum:DataDirectory: the database {Path} cannot be used ({broken.Message}). Restore a backup, or choose another folder", broken);
        }
    }

    public Task IndexAsync(ForumDb db, IStemmer stemmer, Action<string> say, CancellationToken cancellationToken)
    {
        new SearchRebuild((SqliteConnection)db.Database.GetDbConnection(), stemmer, say).Run();
        return Task.CompletedTask;
    }

    /// <summary>Of the database and what SQLite keeps beside it.</summary>
    public Task<long> BytesAsync(CancellationToken cancellationToken) => Task.FromResult(Bytes);

    private long Bytes => new[] { Path, Path + "-wal" }.Select(file => new FileInfo(file)).Where(file => file.Exists).Sum(file => file.Length);

    /// <summary>Brings everything out of the write-ahead log into the database, and leaves the log empty: pages from before are nowhere any more.</summary>
    public async Task ForgetErasedAsync(CancellationToken cancellationToken)
    {
        await using var connection = OpenForReading();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE);";
        // Whoever still reads an older state holds it up for a moment.
        while (Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture) != 0) await Task.Delay(20, cancellationToken);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false, DefaultTimeout = 5 }.ToString());
        connection.Open();
        return connection;
    }
}
