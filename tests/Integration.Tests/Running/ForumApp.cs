using System.Data.Common;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace RealTimeForum.Integration.Tests.Running;

/// <summary>The whole program inside the test's process: real sockets on a free port, a database of its own, a clock that can be moved.</summary>
public class ForumApp : Forum, IAsyncLifetime
{
    private readonly DataFolder _data = new();
    private TestDatabase? _database;
    private Factory? _factory;
    private Uri? _address;

    public override Uri Address => _address ?? throw new InvalidOperationException("Not started.");

    public string DataDirectory => _data.Path;

    public MovableClock Clock { get; } = new();

    public IServiceProvider Services => _factory!.Services;

    /// <summary>Settings of one test class, such as <c>Forum:PublicReading</c>; they go before those all tests have.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string>> Settings => [];

    /// <summary>A connection past the program.</summary>
    public async Task<DbConnection> OpenDatabaseAsync()
    {
        DbConnection connection = _database!.ConnectionString is { } server
            ? new NpgsqlConnection(server)
            : new SqliteConnection($"Data Source={Path.Combine(DataDirectory, "forum.db")};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Services of one test class, in place of the program's or beside them.</summary>
    protected virtual void Change(IServiceCollection services) { }

    /// <summary>Where the forum keeps its rows.</summary>
    protected virtual Task<TestDatabase> MakeDatabaseAsync() => TestDatabase.MakeAsync();

    public async Task InitializeAsync()
    {
        _database = await MakeDatabaseAsync();
        var settings = TestSettings.Common.Append(new("Forum:DataDirectory", _data.Path)).Concat(_database.Settings).Concat(Settings);
        _factory = new Factory(settings, Clock, Change);
        _factory.UseKestrel(0);
        _factory.StartServer();
        _address = new Uri(_factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single().Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
    }

    public async Task DisposeAsync()
    {
        if (_factory is not null) await _factory.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
        _data.Dispose();
    }

    private sealed class Factory(IEnumerable<KeyValuePair<string, string>> settings, TimeProvider clock, Action<IServiceCollection> change) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Testing");
            foreach (var (name, value) in settings) builder.UseSetting(name, value);
            builder.ConfigureTestServices(services => change(services.AddSingleton(clock)));
        }
    }
}
