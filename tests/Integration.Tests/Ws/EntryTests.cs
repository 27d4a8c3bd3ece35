using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Ws;

/// <summary>Who is let in to /ws.</summary>
public sealed class EntryTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task Nobody_enters_without_signing_in()
    {
        (await Socket.TryAsync(forum, origin: forum.Origin)).Should().Be(401);
        (await Socket.TryAsync(forum, cookie: "nonsense", origin: forum.Origin)).Should().Be(401);
        (await Socket.TryAsync(forum, bearer: "nonsense")).Should().Be(401);
    }

    [Fact]
    public async Task A_cookie_needs_the_sites_own_origin()
    {
        var cookie = (await forum.SignUpAsync()).Http.SessionCookie;
        (await Socket.TryAsync(forum, cookie: cookie, origin: forum.Origin)).Should().Be(101);
        (await Socket.TryAsync(forum, cookie: cookie, origin: forum.Origin.ToUpperInvariant())).Should().Be(101);
        (await Socket.TryAsync(forum, cookie: cookie)).Should().Be(403);
        foreach (var foreign in new[] { "https://evil.example", "null", forum.Origin + "1", forum.Origin.Replace("http", "https", StringComparison.Ordinal) })
            (await Socket.TryAsync(forum, cookie: cookie, origin: foreign)).Should().Be(403, "{0} is another site", foreign);
    }

    [Fact]
    public async Task A_token_needs_no_origin_but_no_foreign_one()
    {
        var token = await (await forum.SignUpAsync()).MakeTokenAsync();
        (await Socket.TryAsync(forum, bearer: token)).Should().Be(101);
        (await Socket.TryAsync(forum, bearer: token, origin: forum.Origin)).Should().Be(101);
        (await Socket.TryAsync(forum, bearer: token, origin: "https://evil.example")).Should().Be(403);
    }

    [Fact]
    public async Task A_request_that_is_no_websocket_is_a_problem()
    {
        var person = await forum.SignUpAsync();
        (await person.Http.GetAsync("/ws")).ShouldBeProblem(400, "ws.upgrade_required");
        (await forum.Visitor().GetAsync("/ws")).ShouldBeProblem(401, "auth.required");
        (await Socket.TryAsync(forum, cookie: person.Http.SessionCookie, origin: forum.Origin, protocol: "chat.v9")).Should().Be(400);
    }

    [Fact]
    public async Task Hello_comes_first_and_says_who_I_am()
    {
        var person = await forum.SignUpAsync();
        await using var one = await person.ConnectAsync();
        await using var other = await person.ConnectAsync();
        var (hello, again) = (one.Frames[0], other.Frames[0]);
        hello.Text("type").Should().Be("hello");
        (hello.Text("data", "user", "id"), hello.Text("data", "user", "nickname")).Should().Be((person.Id, person.Nickname));
        hello.Number("data", "heartbeatSeconds").Should().Be(25);
        hello.Text("data", "serverTime").Should().EndWith("Z");
        hello.Text("data", "epoch").Should().NotBeEmpty().And.Be(again.Text("data", "epoch"));
        hello.Text("data", "connectionId").Should().NotBe(again.Text("data", "connectionId"));
    }
}
