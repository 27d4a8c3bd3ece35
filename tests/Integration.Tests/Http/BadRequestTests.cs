using System.Net.Http.Headers;
using System.Text;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Http;

/// <summary>Whatever comes in, the answer is a refusal that says what is wrong with it, and never a 500.</summary>
public sealed class BadRequestTests(ForumApp forum) : IClassFixture<ForumApp>
{
    private readonly Door _visitor = forum.Visitor();

    [Fact]
    public async Task Something_else_than_json_is_refused()
    {
        using var form = new StringContent("nickname=a", Encoding.UTF8, "application/x-www-form-urlencoded");
        (await _visitor.PostAsync("/api/accounts", form)).ShouldBeProblem(415, "request.not_json");
    }

    [Theory]
    [InlineData("application/json; charset=nonsense")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("application/json; charset=\"\"")]
    public async Task A_charset_that_nobody_knows_is_refused(string type)
    {
        using var body = new ByteArrayContent([.. "{}"u8]);
        body.Headers.TryAddWithoutValidation("Content-Type", type);
        (await _visitor.PostAsync("/api/session", body)).Status.Should().BeOneOf(400, 415);
    }

    [Theory]
    [InlineData("/api/me", 401, "auth.required")]
    [InlineData("/api/nothing", 404, "route.not_found")]
    [InlineData("/api/users/nobody", 404, "user.not_found")]
    [InlineData("/api/posts?limit=many", 400, "request.invalid")]
    [InlineData("/api/posts?limit=0", 400, "request.invalid")]
    public async Task A_refusal_is_the_same_problem_whatever_the_client_would_rather_have(string path, int status, string code)
    {
        foreach (var accepted in new[] { "text/html", "image/png", "application/xml;q=0.5" })
            (await _visitor.GetAsync(path, ("Accept", accepted))).ShouldBeProblem(status, code);
    }

    [Theory]
    [InlineData("/api/posts?limit=many", "limit")]
    [InlineData("/api/posts?deleted=perhaps", "deleted")]
    [InlineData("/api/search?q=a&from=yesterday", "from")]
    public async Task A_parameter_that_cannot_be_read_is_named(string path, string name) =>
        (await _visitor.GetAsync(path)).ShouldBeProblem(400, "request.invalid").Json.GetProperty("errors").TryGetProperty(name, out _).Should().BeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("17")]
    [InlineData("{\"nickname\":\"a\"} and more")]
    [InlineData("{\"nickname\":'a'}")]
    public async Task What_is_not_the_json_that_is_expected_is_refused(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        (await _visitor.PostAsync("/api/accounts", content)).ShouldBe(400).Json.Text("code").Should().BeOneOf("request.malformed", "request.invalid");
    }

    [Theory]
    [InlineData("nickname", "17")]
    [InlineData("nickname", "null")]
    [InlineData("nickname", "[\"a\"]")]
    [InlineData("password", "{}")]
    [InlineData("age", "\"thirty\"")]
    [InlineData("age", "1.5")]
    [InlineData("age", "99999999999999999999")]
    [InlineData("gender", "\"unknown\"")]
    [InlineData("gender", "1")]
    public async Task A_value_of_the_wrong_kind_is_refused_with_its_field(string field, string value)
    {
        var body = Forum.SignUpBody("somebody");
        body[field] = "@";
        (await _visitor.PostAsync("/api/accounts", System.Text.Json.JsonSerializer.Serialize(body).Replace("\"@\"", value, StringComparison.Ordinal))).ShouldBeProblem(400, "request.invalid", field);
    }

    [Theory]
    [InlineData("\\u0000")]
    [InlineData("\\ud800")]
    [InlineData("\\udc00\\ud800")]
    public async Task Text_that_cannot_be_stored_is_refused_with_its_field(string text)
    {
        foreach (var field in new[] { "nickname", "email", "firstName", "password" })
        {
            var body = Forum.SignUpBody("somebody");
            body[field] = "@";
            var answer = await _visitor.PostAsync("/api/accounts", System.Text.Json.JsonSerializer.Serialize(body).Replace("\"@\"", $"\"long enough {text}\"", StringComparison.Ordinal));
            answer.ShouldBe(400).Json.At("errors").Has(field).Should().BeTrue("{0} held it, and the answer was {1}", field, answer.Body);
        }
    }

    [Fact]
    public async Task Broken_utf8_is_refused()
    {
        using var content = new ByteArrayContent([.. "{\"login\":\""u8, 0xC3, 0x28, 0xFF, .. "\",\"password\":\"x\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        (await _visitor.PostAsync("/api/session", content)).ShouldBe(400);
    }

    [Fact]
    public async Task Json_that_is_nested_too_deep_is_refused() =>
        (await _visitor.PostAsync("/api/session", new string('[', 10_000))).ShouldBe(400);

    [Fact]
    public async Task More_than_a_mebibyte_is_too_large()
    {
        var body = Forum.SignUpBody("somebody");
        body["firstName"] = new string('a', 1024 * 1024);
        (await _visitor.PostAsync("/api/accounts", body)).ShouldBeProblem(413, "request.too_large");
    }

    [Fact]
    public async Task An_unknown_path_is_not_there_whatever_the_method()
    {
        foreach (var path in new[] { "/api/nothing", "/api", "/ws/nothing", "/health/nothing", "/openapi/nothing" })
        {
            foreach (var method in new[] { "GET", "POST", "PUT", "DELETE", "OPTIONS" })
                (await _visitor.SendAsync(new HttpMethod(method), path)).ShouldBeProblem(404, "route.not_found");
        }
    }

    [Fact]
    public async Task A_method_that_a_path_does_not_take_is_refused_with_those_it_takes()
    {
        var answer = (await _visitor.PutAsync("/api/posts")).ShouldBeProblem(405, "route.method_not_allowed");
        answer.ContentHeaders.Allow.Should().BeEquivalentTo("GET", "POST");
    }

    [Theory]
    [InlineData("/api/posts", 200)]
    [InlineData("/health/live", 200)]
    [InlineData("/api/me", 401)]
    [InlineData("/api/nothing", 404)]
    public async Task The_headers_alone_can_be_asked_for(string path, int status)
    {
        var answer = (await _visitor.SendAsync(HttpMethod.Head, path)).ShouldBe(status);
        answer.Body.Should().BeEmpty();
    }

    [Theory]
    [InlineData("/api/sessions/not-an-id")]
    [InlineData("/api/tokens/not-an-id")]
    public async Task What_is_no_id_names_nothing(string path)
    {
        var person = await forum.SignUpAsync();
        (await person.Http.DeleteAsync(path)).ShouldBe(404);
    }
}
