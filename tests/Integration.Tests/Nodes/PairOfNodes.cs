using Microsoft.Extensions.DependencyInjection;
using RealTimeForum.Infrastructure.Nodes;
using RealTimeForum.Integration.Tests.Posts;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Nodes;

/// <summary>Two programs on one PostgreSQL and one Redis, each with a folder of its own.</summary>
public sealed class PairOfNodes : IAsyncLifetime
{
    private TestDatabase? _database;

    public RedisServer Redis { get; } = new();

    public Node One { get; private set; } = null!;

    public Node Other { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.MakeServersAsync();
        await Redis.StartAsync();
        (One, Other) = (new Node(_database, Redis), new Node(_database, Redis));
        await One.InitializeAsync();
        await Other.InitializeAsync();
        await Limits.UntilAsync(() => Task.FromResult(One.HearsOthers && Other.HearsOthers), "both to be connected to Redis");
    }

    public async Task DisposeAsync()
    {
        await One.DisposeAsync();
        await Other.DisposeAsync();
        await Redis.DisposeAsync();
        await _database!.DisposeAsync();
    }

    /// <summary>A third one, for a test that ends it.</summary>
    public async Task<Node> AddAsync()
    {
        var node = new Node(_database!, Redis);
        await node.InitializeAsync();
        return node;
    }

    /// <summary>One of the two nodes.</summary>
    public sealed class Node(TestDatabase database, RedisServer redis) : ForumWithStaff
    {
        /// <summary>Over Redis.</summary>
        public bool HearsOthers => Services.GetRequiredService<RedisLine>().IsConnected;

        protected override IEnumerable<KeyValuePair<string, string>> Settings => base.Settings.Append(new("Forum:Redis", redis.Address)).Append(new("Forum:Realtime:OfflineAfter", "00:00:01"));

        protected override Task<TestDatabase> MakeDatabaseAsync() => Task.FromResult(database.ForAnotherNode());

        /// <summary>Somebody who signed up at the other node, with a browser that comes here.</summary>
        public async Task<Person> WelcomeAsync(Person person)
        {
            var door = Visitor();
            var me = (await door.PostAsync("/api/session", new { login = person.Nickname, password = Person.Password })).ShouldBe(200).Json;
            return new Person(this, door, me);
        }
    }
}
