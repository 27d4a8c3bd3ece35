using RealTimeForum.Faults.Tests.Breaking;

namespace RealTimeForum.Faults.Tests.Nodes;

/// <summary>Two programs on one PostgreSQL and one Redis; the second one's way to Redis can be cut.</summary>
public sealed class TwoNodes : IAsyncDisposable
{
    private readonly Lazy<Task> _ending;
    private TestDatabase? _database;
    private Wire? _wire;
    private ForumProcess? _one;
    private ForumProcess? _other;

    private TwoNodes() => _ending = new Lazy<Task>(EndAsync);

    public RedisServer Redis { get; } = new();

    /// <summary>Null where the tests' common one is used.</summary>
    public PostgresServer? Server { get; private set; }

    public Wire WireOfOther => _wire!;

    public ForumProcess One => _one!;

    public ForumProcess Other => _other!;

    public IReadOnlyList<ForumProcess> Both => [One, Other];

    /// <param name="withServer">A PostgreSQL of its own, to break.</param>
    /// <param name="broken">A promise that both break.</param>
    public static async Task<TwoNodes> StartAsync(bool withServer = false, string? broken = null)
    {
        var nodes = new TwoNodes();
        try
        {
            await nodes.BeginAsync(withServer, broken);
            return nodes;
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await _ending.Value;

    private async Task BeginAsync(bool withServer, string? broken)
    {
        await Redis.StartAsync();
        if (withServer) Server = await PostgresServer.StartNewAsync();
        _database = Server is null ? await TestDatabase.MakeServersAsync() : TestDatabase.On(Server.ConnectionString);
        _wire = new Wire(Redis.Address);
        _one = new ForumProcess(("Forum:Redis", Redis.Address));
        _other = new ForumProcess(("Forum:Redis", _wire.Address));
        foreach (var node in Both)
        {
            if (broken is not null) node.Break(broken);
            node.Use(_database.ForAnotherNode());
        }
        await Task.WhenAll(One.StartAsync(), Other.StartAsync());
    }

    private async Task EndAsync()
    {
        if (_one is not null) await _one.DisposeAsync();
        if (_other is not null) await _other.DisposeAsync();
        if (_wire is not null) await _wire.DisposeAsync();
        await Redis.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
        if (Server is not null) await Server.DisposeAsync();
    }
}
