using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Http;

/// <summary>Too much is refused for a while, and says for how long.</summary>
public sealed class LimitTests(LimitTests.Strict forum) : IClassFixture<LimitTests.Strict>
{
    [Fact]
    public async Task Who_writes_too_fast_is_asked_to_wait_at_both_doors()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var socket = await ada.ConnectAsync();
        for (var i = 0; i < 3; i++) await ada.SayAsync(chat, $"{i}");

        var refused = (await ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "too much" })).ShouldBe(429);
        refused.Json.Text("code").Should().Be("request.too_many");
        refused.Headers.RetryAfter.Should().NotBeNull();
        await socket.RefusedAsync("request.too_many", "message.send", new { chatId = chat, clientMessageId = Guid.NewGuid(), content = "too much" });
        await bob.SayAsync(chat, "a limit is each person's own");
    }

    [Fact]
    public async Task Without_public_reading_a_visitor_signs_in_first()
    {
        using var visitor = forum.Visitor();
        foreach (var path in new[] { "/api/posts", "/api/categories", "/api/users/anybody" }) (await visitor.GetAsync(path)).ShouldBe(401).Json.Text("code").Should().Be("auth.required");
        var ada = await forum.SignUpAsync();
        foreach (var path in new[] { "/api/posts", "/api/categories", $"/api/users/{ada.Nickname}" }) (await ada.Http.GetAsync(path)).ShouldBe(200);
    }

    public sealed class Strict : ForumApp
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings =>
            [new("Forum:RateLimits:Enabled", "true"), new("Forum:RateLimits:MessagesPer10Seconds", "3"), new("Forum:PublicReading", "false")];
    }
}
