using Microsoft.Extensions.DependencyInjection;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Users;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Nodes;

/// <summary>Who has used up a limit on one node has used it up on the other, with Redis and without.</summary>
public sealed class LimitsBetweenNodesTests(LimitsBetweenNodesTests.Nodes nodes) : IClassFixture<LimitsBetweenNodesTests.Nodes>
{
    private const int Messages = 20;
    private const int Requests = 300;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_used_on_one_counts_on_the_other(bool withRedis)
    {
        if (!withRedis) await nodes.Redis.KillAsync();
        var (ada, bob) = (await nodes.One.SignUpAsync(), await nodes.One.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        var there = new Door(nodes.Other, await ada.MakeTokenAsync());
        await ShouldCountAsync(() => SendAsync(ada.Http, chat), () => SendAsync(there, chat));

        var elsewhere = new Door(nodes.Other, await bob.MakeTokenAsync());
        await ShouldCountAsync(() => bob.Http.GetAsync("/api/me"), () => elsewhere.GetAsync("/api/me"));
    }

    [Fact]
    public async Task Passwords_guessed_at_on_one_are_slowed_down_on_the_other_until_somebody_has_the_right_one()
    {
        var (ada, nobody) = (await nodes.One.SignUpAsync(), "nobody.at.all");
        using var there = nodes.Other.Visitor();
        (await there.PostAsync("/api/session", new { login = ada.Nickname, password = Person.Password })).ShouldBe(200);
        for (var i = 0; i < 10; i++)
        {
            (await SignInAsync(nodes.One, nobody)).ShouldBe(401);
            (await ChangeAsync(ada.Http, "not the right one")).ShouldBe(400);
        }
        var mine = Guid.Parse(ada.Id).ToString("N");
        foreach (var what in new[] { Nickname.KeyOf(nobody), mine }) await Limits.UntilAsync(() => Task.FromResult(GuessesOf(nodes.Other).SlowedUntil(what) is not null), "the other node to know it");
        (await SignInAsync(nodes.Other, nobody)).ShouldBe(429);
        (await ChangeAsync(there, Person.Password)).ShouldBe(429);

        nodes.Other.Clock.Advance(TimeSpan.FromSeconds(61));
        (await ChangeAsync(there, Person.Password)).ShouldBe(202);
        await Limits.UntilAsync(() => Task.FromResult(GuessesOf(nodes.One).SlowedUntil(mine) is null), "the right one to count on the first node");
    }

    private static IGuesses GuessesOf(Node node) => node.Services.GetRequiredService<IGuesses>();

    private static Task<Answer> SignInAsync(Node node, string login) => node.Visitor().PostAsync("/api/session", new { login, password = "not the right one" });

    private static Task<Answer> ChangeAsync(Door door, string password) => door.PutAsync("/api/me/email", new { email = $"{Guid.NewGuid():N}@example.org", password });

    /// <summary>So few tries use up no limit by themselves.</summary>
    private static async Task ShouldCountAsync(Func<Task<Answer>> here, Func<Task<Answer>> there)
    {
        for (var tries = 0; tries < Messages / 2; tries++)
        {
            // The window moves on: it is used up again and again.
            while ((await here()).Status != 429) { }
            if ((await there()).Status == 429) return;
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
        throw new InvalidOperationException("The other node knows nothing of it.");
    }

    private static Task<Answer> SendAsync(Door door, string chat) => door.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "text" });

    public sealed class Nodes : IAsyncLifetime
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
        }

        public async Task DisposeAsync()
        {
            await One.DisposeAsync();
            await Other.DisposeAsync();
            await Redis.DisposeAsync();
            await _database!.DisposeAsync();
        }
    }

    public sealed class Node(TestDatabase database, RedisServer redis) : ForumApp
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings =>
        [
            new("Forum:Redis", redis.Address), new("Forum:RateLimits:Enabled", "true"), new("Forum:RateLimits:MessagesPer10Seconds", $"{Messages}"),
            new("Forum:RateLimits:RequestsPerMinute", $"{Requests}"), new("Forum:RateLimits:AnonymousRequestsPerMinute", "10000"), new("Forum:RateLimits:SignUpsPerHour", "10000"),
        ];

        protected override Task<TestDatabase> MakeDatabaseAsync() => Task.FromResult(database.ForAnotherNode());
    }
}
