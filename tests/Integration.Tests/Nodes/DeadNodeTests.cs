using RealTimeForum.Integration.Tests.Running;
using RealTimeForum.Integration.Tests.Uploads;

namespace RealTimeForum.Integration.Tests.Nodes;

/// <summary>A node is killed: what only it held or did goes over to those that are left, or is forgotten.</summary>
public sealed class DeadNodeTests
{
    private const int Messages = 10;

    private static readonly TimeSpan Missed = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Its_people_are_missed_its_duties_taken_over_and_what_was_used_up_there_comes_back()
    {
        await using var database = await TestDatabase.MakeServersAsync();
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var first = await StartAsync(database, redis);
        await using var other = await StartAsync(database, redis);
        var (ada, bob) = (await first.SignUpAsync("ada"), await other.SignUpAsync("bob"));
        await Limits.UntilAsync(() => Task.FromResult(Mails(first) == 2), "the first node to send mail for both");
        var token = await ada.MakeTokenAsync();
        var socket = await ada.ConnectAsync();
        await Limits.UntilAsync(IsHereAsync, "presence on the other node");
        var chat = await ada.ChatWithAsync(bob);
        var onTheOther = new Door(other, token);
        await Limits.UntilAsync(async () =>
        {
            while ((await SendAsync(ada.Http, chat)).Status != 429) { }
            return (await SendAsync(onTheOther, chat)).Status == 429;
        }, "the limit to be used up on both");

        await first.KillAsync();
        await Limits.UntilAsync(async () => (await SendAsync(onTheOther, chat)).Status == 201, "the limit to be there again");
        (await onTheOther.SendAsync(Pictures.Png(10, 10))).ShouldBe(201);
        await using (await Socket.OpenAsync(other, bearer: token)) { }
        await other.SignUpAsync("carol");
        await Limits.UntilAsync(() => Task.FromResult(Mails(other) == 1), "the other node to send mail");
        await Limits.UntilAsync(async () => !await IsHereAsync(), "nobody to be seen who was on the dead node", Missed);
        await socket.DisposeAsync();

        async Task<bool> IsHereAsync() => (await bob.Http.GetAsync("/api/users/ada")).ShouldBe(200).Json.Flag("isOnline");
    }

    private static async Task<ForumProcess> StartAsync(TestDatabase database, RedisServer redis)
    {
        var node = new ForumProcess(
            ("Forum:Redis", redis.Address), ("Forum:RateLimits:Enabled", "true"), ("Forum:RateLimits:MessagesPer10Seconds", $"{Messages}"),
            ("Forum:RateLimits:RequestsPerMinute", "100000"), ("Forum:RateLimits:TokenRequestsPerMinute", "100000"),
            ("Forum:RateLimits:ConnectionsPerPerson", "1"), ("Forum:RateLimits:UploadsAtOnce", "1"), ("Forum:Realtime:OfflineAfter", "00:00:01"));
        node.Use(database.ForAnotherNode());
        await node.StartAsync();
        return node;
    }

    /// <summary>Without a mail server the node that sends them writes them into its folder.</summary>
    private static int Mails(ForumProcess node) => Directory.Exists(Path.Combine(node.DataDirectory, "mail")) ? Directory.GetFiles(Path.Combine(node.DataDirectory, "mail"), "*.eml").Length : 0;

    private static Task<Answer> SendAsync(Door door, string chat) => door.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "text" });
}
