using Microsoft.EntityFrameworkCore;
using Npgsql;
using RealTimeForum.Infrastructure.Persistence.Postgres;

namespace RealTimeForum.Integration.Tests.Running;

/// <summary>
/// A database for one forum, gone afterwards: SQLite in its folder; with <c>FORUM_TESTS_DATABASE=postgres</c> one on the PostgreSQL server that
/// <c>FORUM_TESTS_POSTGRES</c> names, such as <c>Host=127.0.0.1;Port=5432;Username=forum</c>.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("FORUM_TESTS_POSTGRES");
    private static readonly SemaphoreSlim OneAtATime = new(1);
    private static string? _template;

    private readonly bool _isOurs;

    private TestDatabase(string? connectionString, bool isOurs = true) => (ConnectionString, _isOurs) = (connectionString, isOurs);

    public static bool IsPostgres { get; } = Environment.GetEnvironmentVariable("FORUM_TESTS_DATABASE") == "postgres";

    /// <summary>Null for SQLite.</summary>
    public string? ConnectionString { get; }

    public IEnumerable<KeyValuePair<string, string>> Settings =>
        ConnectionString is null ? [] : [new("Forum:Database", "postgres"), new("Forum:ConnectionString", ConnectionString)];

    public static async Task<TestDatabase> MakeAsync() => new(IsPostgres ? await MakeOnServerAsync() : null);

    /// <summary>On the server, which has to be there.</summary>
    public static async Task<TestDatabase> MakeServersAsync() => new(await MakeOnServerAsync());

    /// <summary>On the server, as a dump of it has it.</summary>
    public static async Task<TestDatabase> RestoreAsync(string dump)
    {
        var name = $"forum_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        await ExecuteAsync(dump, name);
        return new TestDatabase(StringFor(name));
    }

    /// <summary>One that somebody else made and keeps.</summary>
    public static TestDatabase On(string connectionString) => new(connectionString, isOurs: false);

    /// <summary>The same one for another node, which leaves it there.</summary>
    public TestDatabase ForAnotherNode() => new(ConnectionString, isOurs: false);

    public async ValueTask DisposeAsync()
    {
        if (ConnectionString is null || !_isOurs) return;
        await ExecuteAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(ConnectionString).Database} WITH (FORCE)");
    }

    private static async Task<string> MakeOnServerAsync()
    {
        await OneAtATime.WaitAsync();
        try
        {
            _template ??= await MakeTemplateAsync();
            var name = $"forum_{Guid.NewGuid():N}";
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {_template}");
            return StringFor(name);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <summary>A copy of a migrated database is there at once.</summary>
    private static async Task<string> MakeTemplateAsync()
    {
        var name = $"forum_template_{Environment.ProcessId}";
        await ExecuteAsync($"DROP DATABASE IF EXISTS {name}");
        await ExecuteAsync($"CREATE DATABASE {name}");
        await using var source = NpgsqlDataSource.Create(StringFor(name) + ";Pooling=false");
        await using var db = new PostgresForumDb(PostgresDatabase.OptionsOver(source));
        await db.Database.MigrateAsync();
        return name;
    }

    private static string StringFor(string database) => new NpgsqlConnectionStringBuilder(Server) { Database = database, MaxPoolSize = 20, Timeout = 60 }.ConnectionString;

    private static async Task ExecuteAsync(string sql, string database = "postgres")
    {
        if (string.IsNullOrEmpty(Server)) throw new InvalidOperationException("This test needs a PostgreSQL server: name it in FORUM_TESTS_POSTGRES, or let ./test.sh start one.");
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server) { Database = database, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
