using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using RealTimeForum.Faults.Tests.Fuzz;
using RealTimeForum.Faults.Tests.Network;

namespace RealTimeForum.Faults.Tests.Hostile;

/// <summary>Too much of everything is refused, exactly as much as is allowed is taken, and the forum lives on as it was.</summary>
public sealed class OversizeTests(OversizeTests.Running running) : IClassFixture<OversizeTests.Running>
{
    private const int Mebi = 1024 * 1024;

    private readonly ForumProcess _forum = running.Forum;

    /// <summary>Each with the statuses that it may get; 0 is a cut connection.</summary>
    public static TheoryData<string, int[]> TooMuch => new()
    {
        { "GET /LONG HTTP/1.1\r\nHost: HOST\r\n\r\n", [414] },
        { "GET /api/posts?q=LONG HTTP/1.1\r\nHost: HOST\r\n\r\n", [414] },
        { "LONG /api/posts HTTP/1.1\r\nHost: HOST\r\n\r\n", [400, 414] },
        { "GET /api/posts HTTP/1.1\r\nHost: HOST\r\nX-Long: LONG\r\n\r\n", [431] },
        { "GET /api/posts HTTP/1.1\r\nHost: HOST\r\nLONG: x\r\n\r\n", [431] },
        { "GET /api/posts HTTP/1.1\r\nHost: HOST\r\nCookie: forum_session=LONG\r\n\r\n", [431] },
        { "GET /api/posts HTTP/1.1\r\nHost: HOST\r\nMANY\r\n", [431] },
        { "GET /api/posts HTTP/1.1\r\nHost: LONG\r\n\r\n", [400, 431] },
        { "POST /api/session HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nContent-Length: 9223372036854775807\r\n\r\n{", [413] },
        { "POST /api/session HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nContent-Length: 99999999999999999999\r\n\r\n{", [400] },
        { "POST /api/session HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}", [400] },
        { "POST /api/session HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{", [400, 413] },
        { "POST /api/session HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n100000\r\n\"LONG", [400, 413] },
        { "POST /api/session HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2;LONG\r\n{}\r\n0\r\n\r\n", [400, 401, 413, 0] },
        { "POST /api/session HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n", [400] },
        { "POST /api/session HTTP/1.1\r\nHost: HOST\r\nContent-Type: LONG\r\nContent-Length: 2\r\n\r\n{}", [431] },
        { "POST /api/uploads HTTP/1.1\r\nHost: HOST\r\nAuthorization: Bearer TOKEN\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 99999999999\r\n\r\n--b", [413] },
        { "POST /api/uploads HTTP/1.1\r\nHost: HOST\r\nAuthorization: Bearer TOKEN\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1048700\r\n\r\n--b\r\nX: LONG\r\n\r\n", [400] },
        { "POST /api/uploads HTTP/1.1\r\nHost: HOST\r\nAuthorization: Bearer TOKEN\r\nContent-Type: multipart/form-data; boundary=BOUND\r\nContent-Length: 4\r\n\r\n--b\n", [400] },
    };

    [Theory]
    [MemberData(nameof(TooMuch))]
    public async Task Too_much_of_it_is_refused(string request, int[] statuses)
    {
        var many = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"X-{i}: x\r\n"));
        var bytes = Encoding.ASCII.GetBytes(request.Replace("HOST", _forum.Address.Authority, StringComparison.Ordinal).Replace("TOKEN", running.Token, StringComparison.Ordinal)
            .Replace("MANY", many, StringComparison.Ordinal).Replace("LONG", new string('a', Mebi), StringComparison.Ordinal).Replace("BOUND", new string('b', 5_000), StringComparison.Ordinal));
        var answer = await HttpLine.SendAndLeaveAsync(_forum.Address, bytes);
        // A connection that is cut while it is still sent to may lose the answer.
        var status = answer.Length > 12 ? int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture) : 0;
        statuses.Should().Contain(status == 0 ? statuses[0] : status, "the answer was {0}", answer);
        (await _forum.Visitor().GetAsync("/health/live")).ShouldBe(200);
        _forum.Output.Should().NotContain("Exception");
    }

    [Fact]
    public async Task A_body_of_exactly_what_is_allowed_is_read_and_a_byte_more_is_not()
    {
        using var program = new Door(_forum, running.Token);
        using var visitor = _forum.Visitor();
        foreach (var (door, most) in new[] { (program, Mebi), (visitor, 64 * 1024) })
        {
            (await door.PostAsync("/api/session", Sized(most))).ShouldBeProblem(400, "request.invalid");
            // Asked before it is sent: who still sends to a connection that is cut loses the answer.
            (await door.PostAsync("/api/session", Sized(most + 1), ("Expect", "100-continue"))).ShouldBeProblem(413, "request.too_large");
        }
    }

    [Fact]
    public async Task A_head_of_exactly_what_is_allowed_is_read_and_a_little_more_is_not()
    {
        const string Line = "GET /api/posts?q= HTTP/1.1\r\n";
        (await StatusAsync($"GET /api/posts?q={new string('a', 8_192 - Line.Length)} HTTP/1.1\r\nHost: HOST\r\n\r\n")).Should().Be(200);
        (await StatusAsync($"GET /api/posts?q={new string('a', 8_193 - Line.Length)} HTTP/1.1\r\nHost: HOST\r\n\r\n")).Should().Be(414);
        (await StatusAsync($"GET /api/posts HTTP/1.1\r\nHost: HOST\r\n{Many(99)}\r\n")).Should().Be(200);
        (await StatusAsync($"GET /api/posts HTTP/1.1\r\nHost: HOST\r\n{Many(100)}\r\n")).Should().Be(431);
        var host = $"Host: {_forum.Address.Authority}\r\n";
        (await StatusAsync($"GET /api/posts HTTP/1.1\r\nHost: HOST\r\nX: {new string('a', 32_768 - host.Length - "X: \r\n".Length - "\r\n".Length)}\r\n\r\n")).Should().Be(200);
        (await StatusAsync($"GET /api/posts HTTP/1.1\r\nHost: HOST\r\nX: {new string('a', 32_769)}\r\n\r\n")).Should().Be(431);
    }

    [Theory]
    [InlineData("title", 200)]
    [InlineData("content", 50_000)]
    public async Task A_post_takes_exactly_as_much_as_it_may(string field, int most)
    {
        var person = running.Person;
        var category = (await person.Http.GetAsync("/api/categories")).Json.Items()[0].Text("id");
        Dictionary<string, object> body = new(StringComparer.Ordinal) { ["title"] = "A title", ["content"] = "What it says", ["categoryId"] = category };
        body[field] = new string('ы', most);
        (await person.Http.PostAsync("/api/posts", body)).ShouldBe(201);
        body[field] = new string('ы', most + 1);
        (await person.Http.PostAsync("/api/posts", body)).ShouldBeProblem(400, "request.invalid", field);
    }

    [Fact]
    public async Task A_message_takes_exactly_as_much_as_it_may_at_both_doors()
    {
        var person = running.Person;
        await using var socket = await person.ConnectAsync();
        object Body(int length) => new { chatId = running.Chat, clientMessageId = Guid.NewGuid(), content = new string('ы', length) };
        (await person.Http.PostAsync($"/api/chats/{running.Chat}/messages", Body(4_000))).ShouldBe(201);
        (await person.Http.PostAsync($"/api/chats/{running.Chat}/messages", Body(4_001))).ShouldBeProblem(400, "request.invalid", "content");
        await socket.AskAsync("message.send", Body(4_000));
        await socket.RefusedAsync("request.invalid", "message.send", Body(4_001));
    }

    [Theory]
    [InlineData("/api/posts?limit=100", 200)]
    [InlineData("/api/posts?limit=101", 400)]
    [InlineData("/api/posts?limit=0", 400)]
    [InlineData("/api/posts?limit=2147483647", 400)]
    [InlineData("/api/posts?limit=2147483648", 400)]
    [InlineData("/api/chats/CHAT/events?after=0&limit=200", 200)]
    [InlineData("/api/chats/CHAT/events?after=0&limit=201", 400)]
    [InlineData("/api/chats/CHAT/events?after=9223372036854775807", 200)]
    [InlineData("/api/chats/CHAT/events?after=9223372036854775808", 400)]
    [InlineData("/api/chats/CHAT/events?after=-1", 400)]
    [InlineData("/api/chats/CHAT/messages?limit=100", 200)]
    [InlineData("/api/chats/CHAT/messages?limit=101", 400)]
    [InlineData("/api/chats/CHAT/messages?before=9223372036854775807", 200)]
    [InlineData("/api/chats/CHAT/messages?around=9223372036854775807", 200)]
    public async Task A_number_at_its_limit_is_taken_and_the_next_is_not(string path, int status) =>
        (await running.Person.Http.GetAsync(path.Replace("CHAT", running.Chat, StringComparison.Ordinal))).ShouldBe(status);

    [Fact]
    public async Task Frames_that_announce_more_than_there_is_cost_nothing()
    {
        var before = ProcessMemory.Of(_forum);
        for (var i = 0; i < 100; i++)
        {
            using var socket = await WebSocketFrame.OpenAsync(_forum.Address, running.Token);
            await socket.SendAsync(WebSocketFrame.Announce(WebSocketFrame.Of(0x81, "a"u8), long.MaxValue));
        }
        await using var sound = await running.Person.ConnectAsync();
        (await sound.AskAsync("ping")).Has("serverTime").Should().BeTrue();
        (ProcessMemory.Of(_forum) - before).Should().BeLessThan(64 * Mebi);
    }

    /// <summary>A sign-in that is so long as JSON, and wrong.</summary>
    private static string Sized(int bytes)
    {
        var body = JsonSerializer.Serialize(new { login = "", password = "" });
        return body.Replace("\"login\":\"\"", $"\"login\":\"{new string('a', bytes - body.Length)}\"", StringComparison.Ordinal);
    }

    private static string Many(int headers) => string.Concat(Enumerable.Range(0, headers).Select(i => $"X-{i}: x\r\n"));

    private async Task<int> StatusAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _forum.Address.Port);
        var line = client.GetStream();
        // The line stays open: who leaves is owed no answer.
        await line.WriteAsync(Encoding.ASCII.GetBytes(request.Replace("HOST", _forum.Address.Authority, StringComparison.Ordinal)));
        var answer = new byte["HTTP/1.1 200".Length];
        await line.ReadExactlyAsync(answer).AsTask().WaitAsync(Limits.Answer);
        return int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
    }

    public sealed class Running : IAsyncLifetime
    {
        public ForumProcess Forum { get; } = new();

        public Person Person { get; private set; } = null!;

        public string Token { get; private set; } = "";

        public string Chat { get; private set; } = "";

        public async Task InitializeAsync()
        {
            await Forum.StartAsync();
            Person = await Forum.SignUpAsync();
            Token = await Person.MakeTokenAsync();
            Chat = await Person.ChatWithAsync(await Forum.SignUpAsync());
        }

        public Task DisposeAsync() => Forum.DisposeAsync().AsTask();
    }
}
