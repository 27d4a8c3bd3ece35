using System.Net.Sockets;
using System.Text;
using RealTimeForum.Integration.Tests.Running;
using RealTimeForum.Integration.Tests.Uploads;
using Socket = RealTimeForum.Integration.Tests.Running.Socket;

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
    public async Task Who_has_too_many_connections_open_gets_no_other_until_one_is_closed()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        await using var first = await ada.ConnectAsync();
        await using var second = await ada.ConnectAsync();
        (await Socket.TryAsync(forum, cookie: ada.Http.SessionCookie, origin: forum.Origin)).Should().Be(429);
        (await Socket.TryAsync(forum, cookie: bob.Http.SessionCookie, origin: forum.Origin)).Should().Be(101);
        await first.CloseAsync();
        await Limits.UntilAsync(async () => await Socket.TryAsync(forum, cookie: ada.Http.SessionCookie, origin: forum.Origin) == 101, "there is room again");
    }

    [Fact]
    public async Task Who_uploads_too_much_at_once_waits_and_nobody_else_does()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        using var begun = new TcpClient();
        await begun.ConnectAsync(forum.Address.Host, forum.Address.Port);
        await begun.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/uploads HTTP/1.1\r\nHost: {forum.Address.Authority}\r\nOrigin: {forum.Origin}\r\nCookie: forum_session={ada.Http.SessionCookie}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n--b"));
        await Task.Delay(Limits.Silence);
        var waiting = ada.UploadAsync();
        await bob.UploadAsync();
        waiting.IsCompleted.Should().BeFalse();
        begun.Close();
        (await waiting).Text("id").Should().NotBeEmpty();
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
            [new("Forum:RateLimits:Enabled", "true"), new("Forum:RateLimits:MessagesPer10Seconds", "3"), new("Forum:RateLimits:ConnectionsPerPerson", "2"), new("Forum:RateLimits:UploadsAtOnce", "1"), new("Forum:PublicReading", "false")];
    }
}
