using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Accounts;

/// <summary>Another site's page cannot act with a visitor's cookie.</summary>
public sealed class OriginTests(OriginTests.App forum) : IClassFixture<OriginTests.App>
{
    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.0.0.1:1")]
    public async Task A_foreign_origin_is_refused(string origin)
    {
        var person = await forum.SignUpAsync();
        (await person.Http.PatchAsync("/api/me", new { firstName = "Changed" }, ("Origin", origin))).ShouldBeProblem(403, "auth.foreign_origin");
        (await person.Http.GetAsync("/api/me")).Json.Text("firstName").Should().Be("First");
    }

    [Fact]
    public async Task A_request_that_a_browser_calls_cross_site_is_refused()
    {
        var person = await forum.SignUpAsync();
        (await person.Http.PatchAsync("/api/me", new { firstName = "Changed" }, ("Origin", ""), ("Sec-Fetch-Site", "cross-site"))).ShouldBeProblem(403, "auth.foreign_origin");
        (await person.Http.PatchAsync("/api/me", new { firstName = "Changed" }, ("Sec-Fetch-Site", "same-origin"))).ShouldBe(200);
    }

    [Fact]
    public async Task The_sites_own_page_and_its_public_address_may_act()
    {
        var person = await forum.SignUpAsync();
        (await person.Http.PatchAsync("/api/me", new { firstName = "One" }, ("Origin", forum.Origin.ToUpperInvariant()))).ShouldBe(200);
        (await person.Http.PatchAsync("/api/me", new { firstName = "Two" }, ("Origin", "https://forum.example.org"))).ShouldBe(200);
    }

    [Theory]
    [InlineData("xn--d1acufc.xn--p1ai", 200)]
    [InlineData("xn--", 403)]
    [InlineData("xn--a:1", 403)]
    public async Task A_site_with_a_name_in_another_script_is_its_own_and_a_broken_name_is_nobodys(string host, int status)
    {
        var person = await forum.SignUpAsync();
        var origin = status == 200 ? $"http://{host}" : forum.Origin;
        (await person.Http.PatchAsync("/api/me", new { firstName = "Three" }, ("Host", host), ("Origin", origin))).ShouldBe(status);
    }

    [Fact]
    public async Task Reading_asks_for_no_origin()
    {
        var person = await forum.SignUpAsync();
        (await person.Http.GetAsync("/api/me", ("Origin", "https://evil.example"))).ShouldBe(200);
    }

    [Fact]
    public async Task A_program_with_a_token_needs_none()
    {
        using var program = await (await forum.SignUpAsync()).ProgramAsync();
        (await program.PatchAsync("/api/me", new { firstName = "Changed" }, ("Origin", "https://elsewhere.example"))).ShouldBe(200);
    }

    public sealed class App : ForumApp
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("Forum:PublicUrl", "https://forum.example.org/")];
    }
}
