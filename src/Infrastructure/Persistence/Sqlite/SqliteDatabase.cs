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

    public static SqliteForumDb ContextOver(SqliteConnection connection) => new(OptionsOver(connection));

    // A list is one parameter: as many people as are online would be more parameters than SQLite takes.
    public static DbContextOptions<SqliteForumDb> OptionsOver(SqliteConnection connection) =>
        new DbContextOptionsBuilder<SqliteForumDb>().UseSqlite(connection, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)).Options;

    /// <summary>Acknowledged means on disk: <c>synchronous=FULL</c> survives a power cut, NORMAL does not.</summary>
    public SqliteConnection OpenForWriting()
    {
        var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA busy_timeout=5000; PRAGMA cache_size=-65536;";
        command.ExecuteNonQuery();
        return connection;
    }

    /// <summary>For a copy of the whole: takes nothing into memory that the forum needs.</summary>
    public SqliteConnection OpenForCopying() => Open();

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
