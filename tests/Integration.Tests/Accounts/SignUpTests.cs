using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Accounts;

public sealed class SignUpTests(ForumApp forum) : IClassFixture<ForumApp>
{
    private readonly Door _visitor = forum.Visitor();

    [Fact]
    public async Task A_newcomer_gets_an_account_and_is_signed_in()
    {
        var body = Forum.SignUpBody("Ада.Lovelace-1");
        var answer = (await _visitor.PostAsync("/api/accounts", body)).ShouldBe(201);
        answer.Header("Location").Should().Be("/api/me");
        var me = answer.Json;
        me.EnumerateObject().Select(field => field.Name).Should().BeEquivalentTo("id", "nickname", "email", "firstName", "lastName", "age", "gender", "role", "joinedAt",
            "whoMayWrite", "strangersAsk", "showsReadMarks", "isInvisible", "account", "avatarUrl");
        me.Text("nickname").Should().Be("Ада.Lovelace-1");
        me.Text("role").Should().Be("client");
        me.Text("gender").Should().Be("other");
        me.Number("age").Should().Be(30);
        me.Text("joinedAt").Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        Guid.Parse(me.Text("id")).Version.Should().Be(7);

        (await _visitor.GetAsync("/api/me")).ShouldBe(200).Json.Text("id").Should().Be(me.Text("id"));
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_of_other_sites()
    {
        var answer = (await _visitor.PostAsync("/api/accounts", Forum.SignUpBody("cookie"))).ShouldBe(201);
        answer.Header("Set-Cookie").Should().ContainEquivalentOf("httponly").And.ContainEquivalentOf("samesite=lax").And.ContainEquivalentOf("path=/");
        answer.Body.Should().NotContain(_visitor.SessionCookie);
    }

    [Theory]
    [InlineData("nickname", "ab")]
    [InlineData("nickname", "a name with spaces")]
    [InlineData("nickname", "name@home")]
    [InlineData("nickname", "123456789012345678901234567890123")]
    [InlineData("nickname", "")]
    [InlineData("email", "nobody")]
    [InlineData("email", "nobody@home")]
    [InlineData("email", "a b@example.org")]
    [InlineData("email", "")]
    [InlineData("password", "short")]
    [InlineData("password", "password123")]
    [InlineData("password", "")]
    [InlineData("firstName", "")]
    [InlineData("firstName", "   ")]
    [InlineData("lastName", "")]
    [InlineData("age", 12)]
    [InlineData("age", 121)]
    [InlineData("age", -1)]
    [InlineData("age", null)]
    [InlineData("gender", null)]
    public async Task A_wrong_field_is_named(string field, object? value)
    {
        var body = Forum.SignUpBody("somebody");
        body[field] = value;
        var answer = (await _visitor.PostAsync("/api/accounts", body)).ShouldBeProblem(400, "request.invalid", field);
        answer.Json.At("errors", field).EnumerateArray().Should().OnlyContain(message => message.GetString()!.Length > 0);
    }

    [Theory]
    [InlineData(9, 400)]
    [InlineData(10, 201)]
    [InlineData(128, 201)]
    [InlineData(129, 400)]
    public async Task A_password_has_10_to_128_characters(int length, int status)
    {
        var body = Forum.SignUpBody($"length{length}");
        body["password"] = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i * 7 % 26))));
        (await _visitor.PostAsync("/api/accounts", body)).ShouldBe(status);
    }

    [Theory]
    [InlineData("password", "PassWord123")]
    [InlineData("password", "Q1W2E3R4T5Y6")]
    [InlineData("nickname", "wolkenkratzer", "Wolkenkratzer7")]
    [InlineData("firstName", "Wolkenkratzer", "wolkenkratzer!")]
    [InlineData("lastName", "Wolkenkratzer", "00wolkenkratzer")]
    [InlineData("email", "wolkenkratzer@example.org", "wolkenkratzer12")]
    [InlineData("email", "wolke@example.org", "wolke@example.org")]
    public async Task A_password_that_others_have_or_that_is_ones_own_name_is_refused(string field, string value, string? password = null)
    {
        var body = Forum.SignUpBody("somebody.else");
        body[field] = value;
        if (password is not null) body["password"] = password;
        (await _visitor.PostAsync("/api/accounts", body)).ShouldBeProblem(400, "request.invalid", "password");
    }

    [Theory]
    [InlineData(13)]
    [InlineData(120)]
    public async Task The_youngest_and_the_oldest_may_come(int age)
    {
        var body = Forum.SignUpBody($"aged{age}");
        body["age"] = age;
        (await _visitor.PostAsync("/api/accounts", body)).ShouldBe(201);
    }

    [Fact]
    public async Task All_wrong_fields_are_named_at_once() =>
        (await _visitor.PostAsync("/api/accounts", new { })).ShouldBeProblem(
            400, "request.invalid", "nickname", "email", "password", "firstName", "lastName", "age", "gender");

    [Theory]
    [InlineData("Straße", "STRASSE", 201)]
    [InlineData("Йцукен", "йЦУКЕН", 409)]
    [InlineData("Someone", "sOMEONE", 409)]
    [InlineData("Wide", "Ｗｉｄｅ", 409)]
    public async Task A_nickname_is_taken_without_regard_to_case(string first, string second, int status)
    {
        (await _visitor.PostAsync("/api/accounts", Forum.SignUpBody(first))).ShouldBe(201);
        var answer = (await forum.Visitor().PostAsync("/api/accounts", Forum.SignUpBody(second))).ShouldBe(status);
        if (status == 409) answer.ShouldBeProblem(409, "user.nickname_taken", "nickname");
    }

    [Fact]
    public async Task An_address_is_taken_without_regard_to_case()
    {
        var (first, second) = (Forum.SignUpBody("address1"), Forum.SignUpBody("address2"));
        (first["email"], second["email"]) = ("Somebody@Example.org", "somebody@example.ORG");
        (await _visitor.PostAsync("/api/accounts", first)).ShouldBe(201);
        (await forum.Visitor().PostAsync("/api/accounts", second)).ShouldBeProblem(409, "user.email_taken", "email");
    }

    [Fact]
    public async Task Twenty_who_want_one_nickname_at_once_make_one_account()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => forum.Visitor().PostAsync("/api/accounts", Forum.SignUpBody("wanted"))));
        answers.Count(answer => answer.Status == 201).Should().Be(1);
        foreach (var answer in answers.Where(answer => answer.Status != 201)) answer.ShouldBeProblem(409, "user.nickname_taken", "nickname");
    }

    [Fact]
    public async Task Nobody_makes_themselves_an_administrator()
    {
        var body = Forum.SignUpBody("ambitious");
        (body["role"], body["Role"], body["joinedAt"], body["id"]) = ("admin", "admin", "2001-01-01T00:00:00Z", Guid.Empty);
        var me = (await _visitor.PostAsync("/api/accounts", body)).ShouldBe(201).Json;
        me.Text("role").Should().Be("client");
        me.Text("joinedAt").Should().NotStartWith("2001");
        me.Text("id").Should().NotBe(Guid.Empty.ToString());

        var changed = (await _visitor.PatchAsync("/api/me", new { firstName = "Still", role = "admin" })).ShouldBe(200).Json;
        (changed.Text("role"), changed.Text("firstName")).Should().Be(("client", "Still"));
    }

    [Fact]
    public async Task Names_are_cleaned_before_they_are_judged()
    {
        var body = Forum.SignUpBody("  padded  ");
        body["firstName"] = " Анна\u0007\tМария ";
        body["lastName"] = "Cafe\u0301";
        var me = (await _visitor.PostAsync("/api/accounts", body)).ShouldBe(201).Json;
        me.Text("nickname").Should().Be("padded");
        me.Text("firstName").Should().Be("АннаМария");
        me.Text("lastName").Should().Be("Café");
    }

    [Fact]
    public async Task A_password_is_taken_as_it_is_typed()
    {
        var body = Forum.SignUpBody("verbatim");
        body["password"] = "  spaces e\u0301 count  ";
        (await _visitor.PostAsync("/api/accounts", body)).ShouldBe(201);
        (await forum.Visitor().PostAsync("/api/session", new { login = "verbatim", password = "spaces e\u0301 count" })).ShouldBe(401);
        (await forum.Visitor().PostAsync("/api/session", new { login = "verbatim", password = "  spaces e\u0301 count  " })).ShouldBe(200);
    }
}
