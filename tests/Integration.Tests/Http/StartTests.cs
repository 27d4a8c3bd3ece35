using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Http;

/// <summary>What is there before anybody has an account.</summary>
public sealed class StartTests(ForumApp forum) : IClassFixture<ForumApp>
{
    private readonly Door _visitor = forum.Visitor();

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task The_forum_says_that_it_is_well(string path) => (await _visitor.GetAsync(path)).ShouldBe(200);

    [Fact]
    public async Task The_api_describes_itself()
    {
        var document = (await _visitor.GetAsync("/openapi/v1.json")).ShouldBe(200).Json;
        document.Text("openapi").Should().StartWith("3.");
        document.At("paths").EnumerateObject().Select(path => path.Name).Should().Contain(["/api/accounts", "/api/session", "/api/me", "/api/users/{nickname}"]);
    }

    [Fact]
    public async Task Its_description_can_be_read_by_people()
    {
        var page = await _visitor.GetAsync("/docs/");
        page.ShouldBe(200);
        page.Header("Content-Security-Policy").Should().ContainAll("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/me")]
    [InlineData("/api/none")]
    [InlineData("/health/live")]
    public async Task Every_answer_tells_browsers_to_be_careful(string path)
    {
        var answer = await _visitor.GetAsync(path);
        answer.Header("Content-Security-Policy").Should().Contain("default-src 'self'").And.Contain("frame-ancestors 'none'").And.NotContain("unsafe");
        answer.Header("X-Content-Type-Options").Should().Be("nosniff");
        answer.Header("Referrer-Policy").Should().Be("same-origin");
        answer.Header("Cross-Origin-Opener-Policy").Should().Be("same-origin");
        answer.Header("Cross-Origin-Resource-Policy").Should().Be("same-origin");
        answer.Header("Server").Should().BeNull();
    }

    [Theory]
    [InlineData("/api/none")]
    [InlineData("/api")]
    [InlineData("/api/users/nobody")]
    [InlineData("/ws/none")]
    [InlineData("/health/none")]
    [InlineData("/openapi/none.json")]
    public async Task An_unknown_path_is_a_problem_and_never_a_page(string path) =>
        (await _visitor.GetAsync(path)).ShouldBe(404).ContentHeaders.ContentType!.MediaType.Should().Be("application/problem+json");

    [Fact]
    public async Task A_wrong_method_is_told_the_right_ones()
    {
        var answer = await _visitor.DeleteAsync("/api/accounts");
        answer.ShouldBeProblem(405, "route.method_not_allowed");
        answer.Header("Allow").Should().Contain("POST");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/me")]
    public async Task Nobody_has_a_request_sent_back_to_them(string path) => (await _visitor.SendAsync(HttpMethod.Trace, path)).Status.Should().BeOneOf(404, 405);

    [Fact]
    public async Task What_is_private_asks_to_sign_in()
    {
        foreach (var path in new[] { "/api/me", "/api/sessions", "/api/tokens" }) (await _visitor.GetAsync(path)).ShouldBeProblem(401, "auth.required");
    }
}
