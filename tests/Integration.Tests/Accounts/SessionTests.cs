using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Accounts;

public sealed class SessionTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task One_signs_in_with_the_nickname_in_any_case_and_with_the_address()
    {
        var person = await forum.SignUpAsync("Ольга");
        foreach (var login in new[] { "Ольга", "оЛЬГА", "  ольга ", person.Email, person.Email.ToUpperInvariant() })
        {
            var door = forum.Visitor();
            (await door.PostAsync("/api/session", new { login, password = Person.Password })).ShouldBe(200).Json.Text("id").Should().Be(person.Id);
            (await door.GetAsync("/api/me")).ShouldBe(200);
        }
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_are_told_the_same()
    {
        var person = await forum.SignUpAsync();
        var wrong = (await forum.Visitor().PostAsync("/api/session", new { login = person.Nickname, password = "not the right one" })).ShouldBeProblem(401, "auth.invalid_credentials");
        var unknown = (await forum.Visitor().PostAsync("/api/session", new { login = "nobody.at.all", password = "not the right one" })).ShouldBeProblem(401, "auth.invalid_credentials");
        foreach (var field in new[] { "type", "title", "detail", "code" }) wrong.Json.Text(field).Should().Be(unknown.Json.Text(field));
        wrong.Header("Set-Cookie").Should().BeNull();
    }

    [Fact]
    public async Task An_empty_form_names_its_fields() =>
        (await forum.Visitor().PostAsync("/api/session", new { login = "", password = "" })).ShouldBeProblem(400, "request.invalid", "login", "password");

    [Fact]
    public async Task A_copied_cookie_is_dead_after_signing_out()
    {
        var person = await forum.SignUpAsync();
        var copy = forum.Visitor();
        copy.Cookies.Add(forum.Address, new System.Net.Cookie("forum_session", person.Http.SessionCookie));
        (await copy.GetAsync("/api/me")).ShouldBe(200);
        var cookie = person.Http.SessionCookie;
        await using var socket = await Socket.OpenAsync(forum, cookie: cookie, origin: forum.Origin);

        (await person.Http.DeleteAsync("/api/session")).ShouldBe(204);

        (await socket.Closed).Should().Be(4001);
        (await Socket.TryAsync(forum, cookie: cookie, origin: forum.Origin)).Should().Be(401);

        (await copy.GetAsync("/api/me")).ShouldBeProblem(401, "auth.required");
        (await person.Http.GetAsync("/api/me")).ShouldBe(401);
        person.Http.SessionCookie.Should().BeNullOrEmpty();
    }

    [Fact]
    public async Task I_see_my_devices_and_revoke_one()
    {
        var person = await forum.SignUpAsync();
        var phone = await person.SignInAgainAsync();
        var sessions = (await person.Http.GetAsync("/api/sessions")).ShouldBe(200).Json.Items();
        sessions.Should().HaveCount(2);
        sessions.Count(session => session.Flag("isCurrent")).Should().Be(1);
        var other = sessions.Single(session => !session.Flag("isCurrent")).Text("id");

        (await person.Http.DeleteAsync($"/api/sessions/{other}")).ShouldBe(204);

        (await phone.GetAsync("/api/me")).ShouldBe(401);
        (await person.Http.GetAsync("/api/me")).ShouldBe(200);
        (await person.Http.DeleteAsync($"/api/sessions/{other}")).ShouldBeProblem(404, "session.not_found");
    }

    [Fact]
    public async Task Somebody_elses_session_is_not_there()
    {
        var (person, other) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var session = (await person.Http.GetAsync("/api/sessions")).Json.Items().Single().Text("id");
        (await other.Http.DeleteAsync($"/api/sessions/{session}")).ShouldBeProblem(404, "session.not_found");
        (await person.Http.GetAsync("/api/me")).ShouldBe(200);
    }

    [Fact]
    public async Task A_new_password_ends_my_other_sessions_and_the_old_password()
    {
        var person = await forum.SignUpAsync();
        var phone = await person.SignInAgainAsync();
        (await person.Http.PutAsync("/api/me/password", new { currentPassword = "not the right one", newPassword = "another good secret 8" }))
            .ShouldBeProblem(400, "auth.wrong_password", "currentPassword");
        (await person.Http.PutAsync("/api/me/password", new { currentPassword = Person.Password, newPassword = "short" })).ShouldBeProblem(400, "request.invalid", "newPassword");

        (await person.Http.PutAsync("/api/me/password", new { currentPassword = Person.Password, newPassword = "password123" })).ShouldBeProblem(400, "request.invalid", "newPassword");
        (await person.Http.PutAsync("/api/me/password", new { currentPassword = Person.Password, newPassword = $"{person.Nickname}{person.Nickname}" })).ShouldBeProblem(400, "user.password_own_name", "newPassword");

        (await person.Http.PutAsync("/api/me/password", new { currentPassword = Person.Password, newPassword = "another good secret 8" })).ShouldBe(204);

        (await phone.GetAsync("/api/me")).ShouldBe(401);
        (await person.Http.GetAsync("/api/me")).ShouldBe(200);
        (await forum.Visitor().PostAsync("/api/session", new { login = person.Nickname, password = Person.Password })).ShouldBe(401);
        (await forum.Visitor().PostAsync("/api/session", new { login = person.Nickname, password = "another good secret 8" })).ShouldBe(200);
    }
}
