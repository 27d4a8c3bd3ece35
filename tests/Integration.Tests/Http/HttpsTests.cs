using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Http;

/// <summary>Behind a proxy that speaks https.</summary>
public sealed class HttpsTests(HttpsTests.App forum) : IClassFixture<HttpsTests.App>
{
    private static readonly (string, string) Https = ("X-Forwarded-Proto", "https");

    [Fact]
    public async Task The_session_cookie_is_this_hosts_alone_and_never_goes_without_encryption()
    {
        var answer = (await forum.Visitor().PostAsync("/api/accounts", Forum.SignUpBody("careful"), Https)).ShouldBe(201);
        var cookie = answer.Header("Set-Cookie")!;
        cookie.Should().StartWith("__Host-forum_session=").And.ContainAll("secure", "httponly", "path=/", "samesite=lax").And.NotContain("domain");
        var token = cookie.Split('=', ';')[1];
        (await forum.Visitor().GetAsync("/api/me", Https, ("Cookie", $"__Host-forum_session={token}"))).ShouldBe(200);
        (await forum.Visitor().GetAsync("/api/me", Https, ("Cookie", $"forum_session={token}"))).ShouldBe(401);
        (await forum.Visitor().GetAsync("/api/me", ("Cookie", $"__Host-forum_session={token}"))).ShouldBe(401);
        (await forum.Visitor().PatchAsync("/api/me", new { firstName = "Changed" }, Https, ("Cookie", $"__Host-forum_session={token}"), ("Origin", "https://evil.example"))).ShouldBe(403);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/posts")]
    [InlineData("/api/none")]
    public async Task Browsers_are_told_to_stay_with_https(string path)
    {
        (await forum.Visitor().GetAsync(path, Https)).Header("Strict-Transport-Security").Should().Be("max-age=31536000; includeSubDomains");
        (await forum.Visitor().GetAsync(path)).Header("Strict-Transport-Security").Should().BeNull();
    }

    public sealed class App : ForumApp
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("Forum:Proxies:0", "127.0.0.1")];
    }
}

/// <summary>Anybody may say that they are a proxy.</summary>
public sealed class UnknownProxyTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task Who_is_not_named_as_a_proxy_is_not_believed()
    {
        var answer = (await forum.Visitor().PostAsync("/api/accounts", Forum.SignUpBody("believer"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.7"))).ShouldBe(201);
        answer.Header("Set-Cookie").Should().StartWith("forum_session=");
        answer.Header("Strict-Transport-Security").Should().BeNull();
        var token = answer.Header("Set-Cookie")!.Split('=', ';')[1];
        (await forum.Visitor().GetAsync("/api/sessions", ("Cookie", $"forum_session={token}"))).ShouldBe(200).Body.Should().NotContain("203.0.113.7");
    }
}
