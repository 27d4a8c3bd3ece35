using RealTimeForum.Integration.Tests.Posts;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Nodes;

/// <summary>Two programs on one PostgreSQL, each with a folder of its own.</summary>
public sealed class PairOfNodes : IAsyncLifetime
{
    private TestDatabase? _database;

    public Node One { get; private set; } = null!;

    public Node Other { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.MakeServersAsync();
        (One, Other) = (new Node(_database), new Node(_database));
        await One.InitializeAsync();
        await Other.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await One.DisposeAsync();
        await Other.DisposeAsync();
        await _database!.DisposeAsync();
    }

    /// <summary>One of the two nodes.</summary>
    public sealed class Node(TestDatabase database) : ForumWithStaff
    {
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
