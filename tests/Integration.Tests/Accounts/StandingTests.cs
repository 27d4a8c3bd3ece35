using RealTimeForum.Integration.Tests.Posts;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Accounts;

/// <summary>Roles and suspensions hold at once, on live connections too, and are written down.</summary>
public sealed class StandingTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    [Fact]
    public async Task A_suspended_person_reads_and_cannot_write_at_either_door_from_that_moment_on()
    {
        var (person, other, admin) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.AdminAsync());
        var chat = await person.ChatWithAsync(other);
        await using var socket = await person.ConnectAsync();
        var message = new { chatId = chat, clientMessageId = Guid.NewGuid(), content = "before" };
        await socket.AskAsync("message.send", message);
        var until = DateTimeOffset.UtcNow.AddDays(2);

        (await admin.PostAsync($"/api/users/{person.Id}/suspension", new { reason = "spam", until })).ShouldBe(200);

        var refusal = await socket.RefusedAsync("user.suspended", "message.send", message with { clientMessageId = Guid.NewGuid() });
        refusal.Text("reason").Should().Be("spam");
        refusal.Text("until").Should().StartWith($"{until.UtcDateTime:yyyy-MM-ddTHH:mm}");
        (await person.Http.PostAsync("/api/posts", new { title = "A title", content = "text", categoryId = await forum.GeneralAsync() })).ShouldBeProblem(403, "user.suspended").Json.Text("reason").Should().Be("spam");
        (await socket.NextAsync("me.changed")).Should().NotBeNull();
        (await person.Http.GetAsync($"/api/chats/{chat}/messages")).ShouldBe(200).Json.Items().Should().HaveCount(1);
        (await person.Http.GetAsync("/api/posts")).ShouldBe(200);
        (await person.SignInAgainAsync()).Dispose();
        (await person.Http.GetAsync("/api/me")).Json.Text("account", "suspension", "reason").Should().Be("spam");

        (await admin.DeleteAsync($"/api/users/{person.Id}/suspension")).ShouldBe(204);
        await socket.AskAsync("message.send", message with { clientMessageId = Guid.NewGuid() });
    }

    [Fact]
    public async Task A_suspension_ends_by_itself()
    {
        var (person, admin) = (await forum.SignUpAsync(), await forum.AdminAsync());
        (await admin.PostAsync($"/api/users/{person.Id}/suspension", new { reason = "cool down", until = forum.Clock.GetUtcNow().AddHours(1) })).ShouldBe(200);
        (await person.Http.PostAsync("/api/posts", new { })).ShouldBe(403);
        forum.Clock.Advance(TimeSpan.FromMinutes(61));
        (await person.Http.PostAsync("/api/posts", new { })).ShouldBe(400);
    }

    [Theory]
    [InlineData("", 1, "reason")]
    [InlineData("late", -1, "until")]
    public async Task A_suspension_has_a_reason_and_an_end_that_is_still_to_come(string reason, int days, string field)
    {
        var (person, admin) = (await forum.SignUpAsync(), await forum.AdminAsync());
        (await admin.PostAsync($"/api/users/{person.Id}/suspension", new { reason, until = forum.Clock.GetUtcNow().AddDays(days) })).ShouldBeProblem(400, "request.invalid", field);
    }

    [Fact]
    public async Task Nobody_suspends_themselves_or_their_equals()
    {
        var (one, two, admin) = (await ModeratorAsync(), await ModeratorAsync(), await forum.AdminAsync());
        foreach (var target in new[] { one.Id, two.Id, (await admin.GetAsync("/api/me")).Json.Text("id") })
            (await one.Http.PostAsync($"/api/users/{target}/suspension", new { reason = "a feud" })).ShouldBeProblem(403, "user.out_of_reach");
        (await admin.PostAsync($"/api/users/{two.Id}/suspension", new { reason = "enough" })).ShouldBe(200);
    }

    [Fact]
    public async Task A_role_holds_from_the_next_request_and_is_gone_with_it()
    {
        var (person, author, admin) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.AdminAsync());
        var post = await forum.PostAsync(author);
        (await person.Http.PostAsync($"/api/posts/{post}/lock")).ShouldBe(403);
        (await admin.PutAsync($"/api/users/{person.Id}/role", new { role = "moderator" })).ShouldBe(204);
        (await person.Http.PostAsync($"/api/posts/{post}/lock")).ShouldBe(200);
        (await forum.Visitor().GetAsync($"/api/users/{person.Nickname}")).Json.Text("role").Should().Be("moderator");
        (await admin.PutAsync($"/api/users/{person.Id}/role", new { role = "client" })).ShouldBe(204);
        (await person.Http.DeleteAsync($"/api/posts/{post}/lock")).ShouldBe(403);
        (await admin.PutAsync($"/api/users/{person.Id}/role", new { role = "king" })).ShouldBeProblem(400, "request.invalid", "role");
        (await admin.PutAsync($"/api/users/{Guid.NewGuid()}/role", new { role = "client" })).ShouldBeProblem(404, "user.not_found");
    }

    [Fact]
    public async Task The_last_administrator_cannot_step_down_or_leave()
    {
        var admin = await forum.AdminAsync();
        var me = (await admin.GetAsync("/api/me")).Json.Text("id");
        foreach (var other in (await admin.GetAsync("/api/admin/people?role=admin")).Json.Items().Select(person => person.Text("id")).Where(id => id != me))
            (await admin.PutAsync($"/api/users/{other}/role", new { role = "client" })).ShouldBe(204);
        (await admin.PutAsync($"/api/users/{me}/role", new { role = "client" })).ShouldBeProblem(409, "user.last_admin");
        (await admin.DeleteAsync("/api/me", new { password = Person.Password })).ShouldBeProblem(409, "user.last_admin");
        (await admin.GetAsync("/api/audit")).ShouldBe(200);
    }

    [Fact]
    public async Task A_token_does_what_its_scopes_allow_and_makes_none_that_may_more()
    {
        var person = await forum.SignUpAsync();
        var made = (await person.Http.PostAsync("/api/tokens", new { name = "reader", scopes = new[] { "read", "write" } })).ShouldBe(201).Json;
        made.Items("scopes").Select(scope => scope.GetString()).Should().Equal("read", "write");
        using var program = new Door(forum, made.Text("token"));
        (await program.GetAsync("/api/chats")).ShouldBeProblem(403, "token.scope_missing");
        (await program.GetAsync("/api/search?q=x&in=posts")).ShouldBe(200);
        (await program.GetAsync("/api/search?q=x&in=messages")).ShouldBeProblem(403, "token.scope_missing");
        (await Socket.TryAsync(forum, bearer: made.Text("token"))).Should().Be(403, "everything in one's chats comes over a socket");
        (await program.PostAsync("/api/tokens", new { name = "more", scopes = new[] { "chat" } })).ShouldBeProblem(403, "token.scope_missing");
        (await program.PostAsync("/api/tokens", new { name = "the same" })).ShouldBe(201).Json.Items("scopes").Should().HaveCount(2);
        (await person.Http.PostAsync("/api/tokens", new { name = "odd", scopes = new[] { "everything" } })).ShouldBeProblem(400, "request.invalid", "scopes");
    }

    [Fact]
    public async Task An_administrator_signs_somebody_out_everywhere()
    {
        var (person, admin) = (await forum.SignUpAsync(), await forum.AdminAsync());
        using var program = await person.ProgramAsync();
        await using var socket = await person.ConnectAsync();
        (await admin.DeleteAsync($"/api/users/{person.Id}/sessions")).ShouldBe(204);
        (await socket.Closed).Should().Be(4001);
        (await person.Http.GetAsync("/api/me")).ShouldBe(401);
        (await program.GetAsync("/api/me")).ShouldBe(401);
    }

    private async Task<Person> ModeratorAsync()
    {
        var person = await forum.SignUpAsync();
        (await (await forum.AdminAsync()).PutAsync($"/api/users/{person.Id}/role", new { role = "moderator" })).ShouldBe(204);
        return person;
    }
}
