using System.Diagnostics;
using RealTimeForum.Faults.Tests.Network;
using Xunit.Abstractions;

namespace RealTimeForum.Faults.Tests.Hostile;

/// <summary>Thousands who begin something and do not end it: they cost little, are sent away, and nobody else notices.</summary>
public sealed class SlowCrowdTests(SlowCrowdTests.Running running, ITestOutputHelper output) : IClassFixture<SlowCrowdTests.Running>
{
    /// <summary>What one may cost, in bytes.</summary>
    private const long MostEach = 64 * 1024;

    private static readonly int Size = Counts.Of(200, 2_000);
    private static readonly TimeSpan Drip = TimeSpan.FromSeconds(2);

    [Fact]
    public Task Slow_headers() => EndureAsync(
        () => Mob.OpenAsync(running.Forum.Address, Size, "GET /api/posts HTTP/1.1\r\nHost: HOST\r\nX-Slow: "), Counts.Of<TimeSpan?>(null, TimeSpan.FromSeconds(120)));

    [Fact]
    public Task Slow_bodies() => EndureAsync(
        () => Mob.OpenAsync(running.Forum.Address, Size, $"POST /api/session HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{{\"login\":\"{new string('a', 500)}"), TimeSpan.FromSeconds(120));

    [Fact]
    public Task Slow_upgrades() => EndureAsync(
        () => Mob.OpenAsync(running.Forum.Address, Size, "GET /ws HTTP/1.1\r\nHost: HOST\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: "), Counts.Of<TimeSpan?>(null, TimeSpan.FromSeconds(120)));

    [Fact]
    public Task Half_frames() => EndureAsync(() => Mob.OpenFramesAsync(running.Forum.Address, Size, running.Tokens), TimeSpan.FromSeconds(120));

    private async Task EndureAsync(Func<Task<Mob>> open, TimeSpan? gone)
    {
        var forum = running.Forum;
        var person = running.People[0];
        await using var beside = await person.ConnectAsync();
        await ActAsync(person, beside);
        var before = ProcessMemory.Of(forum);
        await using var crowd = await open();
        crowd.Drip(Drip);
        crowd.Left.Should().BeGreaterThan(Size * 9 / 10, "they are there");
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 20; i++) await ActAsync(person, beside);
        var each = (ProcessMemory.Of(forum) - before) / Size;
        output.WriteLine($"{Size} cost {each / 1024.0:f1} KiB each; beside them an act took {clock.ElapsedMilliseconds / 40.0:f1} ms");
        each.Should().BeLessThan(MostEach);
        if (gone is { } within) output.WriteLine($"sent away after {(await crowd.GoneAsync(within)).TotalSeconds:f1} s");
        beside.IsOpen.Should().BeTrue();
        await ActAsync(person, beside);
    }

    /// <summary>What anybody does meanwhile, at both doors.</summary>
    private async Task ActAsync(Person person, Integration.Tests.Running.Socket beside)
    {
        (await person.Http.GetAsync("/api/chats")).ShouldBe(200);
        await beside.AskAsync("message.send", new { chatId = running.Chat, clientMessageId = Guid.NewGuid(), content = "said beside a crowd" });
    }

    public sealed class Running : IAsyncLifetime
    {
        public ForumProcess Forum { get; } = new([.. Counts.IsLong ? [] : new[] { ("Forum:Realtime:FrameWithin", "00:00:03") }]);

        public Person[] People { get; private set; } = [];

        public string Chat { get; private set; } = "";

        public IReadOnlyList<string> Tokens { get; private set; } = [];

        public async Task InitializeAsync()
        {
            await Forum.StartAsync();
            People = await Forum.SignUpAsync(20);
            Chat = await People[0].ChatWithAsync(People[1]);
            List<string> tokens = [];
            foreach (var person in People[2..]) tokens.Add(await person.MakeTokenAsync());
            Tokens = tokens;
        }

        public Task DisposeAsync() => Forum.DisposeAsync().AsTask();
    }
}
