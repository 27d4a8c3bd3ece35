using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace RealTimeForum.Infrastructure.Persistence.Sqlite;

/// <summary>The one file, and how connections to it are opened.</summary>
internal sealed class SqliteDatabase(string path)
{
    [ActivatorUtilitiesConstructor]
    public SqliteDatabase(IOptions<ForumOptions> options) : this(System.IO.Path.Combine(options.Value.DataDirectory, "forum.db")) { }

    public string Path { get; } = path;

    public static DbContextOptionsBuilder<SqliteForumDb> Configure(DbContextOptionsBuilder<SqliteForumDb> builder, string connectionString) =>
        builder.UseSqlite(connectionString, sqlite => sqlite.MigrationsAssembly(typeof(SqliteForumDb).Assembly.GetName().Name));

    // A list is one parameter: as many people as are online would be more parameters than SQLite takes.
    public static SqliteForumDb ContextOver(SqliteConnection connection) => new(
        new DbContextOptionsBuilder<SqliteForumDb>().UseSqlite(connection, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)).Options);

    /// <summary>
    /// Acknowledged means on disk: <c>synchronous=FULL</c> survives a power cut, NORMAL does not. What a savepoint needs to be undone stays in memory:
    /// beside the commits it would be written to a file for every command.
    /// </summary>
    public SqliteConnection OpenForWriting()
    {
        var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA busy_timeout=5000; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;";
        command.ExecuteNonQuery();
        return connection;
    }

    public SqliteConnection OpenForReading()
    {
        var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA query_only=ON; PRAGMA busy_timeout=5000; PRAGMA cache_size=-16384; PRAGMA mmap_size=268435456;";
        command.ExecuteNonQuery();
        return connection;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false, DefaultTimeout = 5 }.ToString());
        connection.Open();
        return connection;
    }
}
