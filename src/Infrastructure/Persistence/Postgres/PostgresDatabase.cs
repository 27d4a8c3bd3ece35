using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;
using RealTimeForum.Application.Ports;

namespace RealTimeForum.Infrastructure.Persistence.Postgres;

/// <summary>The server, and how contexts over it are made. Connections come from one pool.</summary>
internal sealed class PostgresDatabase(IOptions<ForumOptions> options) : IDatabaseProduct, IAsyncDisposable
{
    /// <summary>Of the pool, unless the connection string says otherwise: two nodes fit into what a server takes by default.</summary>
    public const int Connections = 40;

    /// <summary>Any number, the same for all nodes: who holds it prepares the database.</summary>
    private const long PreparingLock = 7_316_204_001;

    private readonly Lazy<NpgsqlDataSource> _source = new(() => NpgsqlDataSource.Create(Complete(options.Value.ConnectionString)));
    private DbContextOptions<PostgresForumDb>? _reading;
    private DbContextOptions<PostgresForumDb>? _writing;

    public bool IsShared => true;

    public NpgsqlDataSource Source => _source.Value;

    public static DbContextOptions<PostgresForumDb> OptionsOver(NpgsqlDataSource source) =>
        new DbContextOptionsBuilder<PostgresForumDb>().UseNpgsql(source, npgsql => npgsql.MigrationsAssembly(typeof(PostgresForumDb).Assembly.GetName().Name)).Options;

    /// <returns>What an operator has to mend in the settings.</returns>
    public static string? Wrong(ForumOptions options)
    {
        if (options.Database is not DatabaseProduct.Postgres)
            return options.ConnectionString.Length == 0 ? null : "Forum:ConnectionString: it is for Forum:Database=postgres only";
        try
        {
            return new NpgsqlConnectionStringBuilder(options.ConnectionString) is { Host.Length: > 0 } ? null
                : "Forum:ConnectionString: say where PostgreSQL is, such as Host=localhost;Database=forum;Username=forum;Password=…";
        }
        catch (ArgumentException wrong)
        {
            return $"Forum:ConnectionString: this is no connection string ({wrong.Message.TrimEnd('.')})";
        }
    }

    public ForumDb NewReader() => new PostgresForumDb(_reading ??= OptionsOver(Source));

    /// <summary>A context that notes what it changes.</summary>
    public PostgresForumDb NewWriter() => new(_writing ??= new DbContextOptionsBuilder<PostgresForumDb>(OptionsOver(Source)).AddInterceptors(new ChangeNotes()).Options);

    public async Task PrepareAsync(Func<ForumDb, Task> prepare, CancellationToken cancellationToken)
    {
        try
        {
            await using var turn = await Source.OpenConnectionAsync(cancellationToken);
            await ExecuteAsync(turn, $"SELECT pg_advisory_lock({PreparingLock})", cancellationToken);
            await using (var db = NewWriter()) await prepare(db);
            await ExecuteAsync(turn, $"SELECT pg_advisory_unlock({PreparingLock})", cancellationToken);
        }
        catch (NpgsqlException broken)
        {
            throw new UnusableDatabaseException($"Forum:ConnectionString: the database cannot be used ({broken.Message.ReplaceLineEndings(" ")})", broken);
        }
    }

    public Task IndexAsync(ForumDb db, IStemmer stemmer, Action<string> say, CancellationToken cancellationToken) => new PostgresIndexRebuild(db, stemmer, say).RunAsync(cancellationToken);

    public async Task<long> BytesAsync(CancellationToken cancellationToken)
    {
        await using var command = Source.CreateCommand("SELECT pg_database_size(current_database())");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The server's own vacuum does it, in a while.</summary>
    public Task ForgetErasedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => _source.IsValueCreated ? _source.Value.DisposeAsync() : ValueTask.CompletedTask;

    private static string Complete(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (!settings.ContainsKey("Maximum Pool Size")) settings.MaxPoolSize = Connections;
        if (!settings.ContainsKey("Application Name")) settings.ApplicationName = "RealTimeForum";
        return settings.ConnectionString;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // Another node may take minutes over it.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed class ChangeNotes : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            (eventData.Context as PostgresForumDb)?.Note(command.CommandText);
            return new(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            (eventData.Context as PostgresForumDb)?.Note(command.CommandText);
            return new(result);
        }
    }
}
