using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Accounts;

public sealed class TokenTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task A_program_acts_as_its_owner_until_the_token_is_revoked()
    {
        var person = await forum.SignUpAsync();
        var made = (await person.Http.PostAsync("/api/tokens", new { name = "backup" })).ShouldBe(201).Json;
        using var program = new Door(forum, made.Text("token"));
        (await program.GetAsync("/api/me")).ShouldBe(200).Json.Text("id").Should().Be(person.Id);

        (await person.Http.DeleteAsync($"/api/tokens/{made.Text("id")}")).ShouldBe(204);

        (await program.GetAsync("/api/me")).ShouldBeProblem(401, "auth.required");
    }

    [Fact]
    public async Task The_secret_is_shown_once_and_stored_nowhere()
    {
        var person = await forum.SignUpAsync();
        var secret = await person.MakeTokenAsync();
        var listed = (await person.Http.GetAsync("/api/tokens")).ShouldBe(200);
        listed.Json.Items().Single().Text("name").Should().Be("a script");
        listed.Body.Should().NotContain(secret);
        foreach (var file in Directory.GetFiles(forum.DataDirectory, "forum.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            var content = await reader.ReadToEndAsync();
            content.Should().NotContain(secret);
            content.Should().NotContain(person.Http.SessionCookie);
            content.Should().NotContain(Person.Password);
        }
    }

    [Fact]
    public async Task A_token_ends_when_its_time_has_come()
    {
        var person = await forum.SignUpAsync();
        var made = (await person.Http.PostAsync("/api/tokens", new { name = "a day", expiresInDays = 1 })).ShouldBe(201).Json;
        using var program = new Door(forum, made.Text("token"));
        (await program.GetAsync("/api/me")).ShouldBe(200);
        forum.Clock.Advance(TimeSpan.FromHours(25));
        (await program.GetAsync("/api/me")).ShouldBe(401);
    }

    [Fact]
    public async Task A_token_and_a_cookie_are_not_each_other()
    {
        var person = await forum.SignUpAsync();
        using var program = new Door(forum, person.Http.SessionCookie);
        (await program.GetAsync("/api/me")).ShouldBe(401);

        var browser = forum.Visitor();
        browser.Cookies.Add(forum.Address, new System.Net.Cookie("forum_session", await person.MakeTokenAsync()));
        (await browser.GetAsync("/api/me")).ShouldBe(401);
    }

    [Theory]
    [InlineData("name", "")]
    [InlineData("expiresInDays", 0)]
    public async Task A_wrong_field_is_named(string field, object value)
    {
        var person = await forum.SignUpAsync();
        var body = new Dictionary<string, object>(StringComparer.Ordinal) { ["name"] = "a script", [field] = value };
        (await person.Http.PostAsync("/api/tokens", body)).ShouldBeProblem(400, "request.invalid", field);
    }

    [Fact]
    public async Task Somebody_elses_token_is_not_there()
    {
        var (person, other) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        await person.MakeTokenAsync();
        var token = (await person.Http.GetAsync("/api/tokens")).Json.Items().Single().Text("id");
        (await other.Http.DeleteAsync($"/api/tokens/{token}")).ShouldBeProblem(404, "token.not_found");
    }

    [Fact]
    public async Task When_a_token_and_a_device_were_last_used_is_kept()
    {
        await using var process = new ForumProcess();
        await process.StartAsync();
        var person = await process.SignUpAsync();
        using var program = await person.ProgramAsync();
        (await person.Http.GetAsync("/api/tokens")).Json.Items().Single().Has("lastUsedAt").Should().BeFalse();
        var before = DateTimeOffset.UtcNow;
        (await program.GetAsync("/api/me")).ShouldBe(200);
        (await person.Http.GetAsync("/api/me")).ShouldBe(200);
        await process.StopAsync();
        await process.StartAsync();
        foreach (var path in new[] { "/api/tokens", "/api/sessions" })
            (await person.Http.GetAsync(path)).ShouldBe(200).Json.Items().Single().At("lastUsedAt").GetDateTimeOffset().Should().BeOnOrAfter(before.AddMilliseconds(-1));
    }
}
