using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Accounts;

/// <summary>What administrators change while the forum runs holds at once, and after a restart.</summary>
public sealed class SettingsTests
{
    private static readonly (string, string)[] Settings =
    [
        ("Forum:Admin:Nickname", "keeper"), ("Forum:Admin:Email", "keeper@example.org"), ("Forum:Admin:Password", Person.Password), ("Forum:RateLimits:Enabled", "true"),
        ("Forum:RateLimits:AnonymousRequestsPerMinute", "100000"), ("Forum:RateLimits:RequestsPerMinute", "100000"), ("Forum:RateLimits:SignUpsPerHour", "100000"),
    ];

    [Fact]
    public async Task Settings_hold_at_once_and_after_a_restart()
    {
        await using var forum = new ForumProcess(Settings);
        await forum.StartAsync();
        using var admin = await AdminAsync(forum);
        using var visitor = forum.Visitor();
        (await visitor.GetAsync("/api/forum")).ShouldBe(200).Json.Text("name").Should().Be("Forum");
        (await visitor.GetAsync("/api/posts")).ShouldBe(200);

        var changed = (await admin.PatchAsync("/api/admin/settings", new { name = "Tea room", description = "For long evenings", publicReading = false, messagesPer10Seconds = 2 })).ShouldBe(200).Json;
        changed.Number("signUpsPerHour").Should().Be(100_000, "what is left out stays");

        (await visitor.GetAsync("/api/posts")).ShouldBe(401);
        (await visitor.GetAsync("/api/forum")).Json.Text("name").Should().Be("Tea room");
        var manifest = (await visitor.GetAsync("/manifest.webmanifest", ("Accept-Language", "ru-RU,ru;q=0.9,en;q=0.8"))).ShouldBe(200);
        (manifest.Json.Text("short_name"), manifest.Json.Text("start_url"), manifest.Json.Text("lang"), manifest.ContentHeaders.ContentType!.MediaType).Should().Be(("Tea room", "/", "ru", "application/manifest+json"), "who installs it finds it by its name");
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        for (var i = 0; i < 2; i++) await ada.SayAsync(chat, $"{i}");
        (await ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "too much" })).ShouldBe(429);
        (await admin.PatchAsync("/api/admin/settings", new { messagesPer10Seconds = 0 })).ShouldBeProblem(400, "request.invalid", "messagesPer10Seconds");
        (await admin.GetAsync("/api/audit?action=settings.change")).Json.Items().Single().Text("reason").Should().Contain("publicReading: True → False");

        await forum.KillAsync();
        await forum.StartAsync();
        (await visitor.GetAsync("/api/posts")).ShouldBe(401);
        (await visitor.GetAsync("/api/forum")).Json.Text("description").Should().Be("For long evenings");
    }

    [Fact]
    public async Task By_invitation_only_a_code_lets_in_as_many_as_it_says()
    {
        await using var forum = new ForumProcess(Settings);
        await forum.StartAsync();
        using var admin = await AdminAsync(forum);
        (await admin.PatchAsync("/api/admin/settings", new { admission = "inviteOnly" })).ShouldBe(200);

        (await TryAsync(forum, "uninvited", null)).ShouldBeProblem(403, "admission.invitation_required", "invitation");
        var made = (await admin.PostAsync("/api/admin/invitations", new { maxUses = 1 })).ShouldBe(201).Json;
        (await TryAsync(forum, "invited", made.Text("code"))).ShouldBe(201);
        (await TryAsync(forum, "second", made.Text("code"))).ShouldBe(403);

        var other = (await admin.PostAsync("/api/admin/invitations", new { maxUses = 5 })).ShouldBe(201).Json;
        (await admin.GetAsync("/api/admin/invitations")).Json.Items().Select(invitation => invitation.Text("id")).Should().Equal(other.Text("id"));
        (await admin.DeleteAsync($"/api/admin/invitations/{other.Text("id")}")).ShouldBe(204);
        (await TryAsync(forum, "third", other.Text("code"))).ShouldBe(403);
    }

    [Fact]
    public async Task Who_waits_for_approval_reads_only_and_is_in_nobodys_roster_until_let_in()
    {
        await using var forum = new ForumProcess(Settings);
        await forum.StartAsync();
        using var admin = await AdminAsync(forum);
        (await admin.PatchAsync("/api/admin/settings", new { admission = "approval" })).ShouldBe(200);
        var (good, bad) = (await forum.SignUpAsync("good.person"), await forum.SignUpAsync("bad.person"));

        (await good.Http.GetAsync("/api/me")).Json.Flag("account", "isWaiting").Should().BeTrue();
        (await good.Http.GetAsync("/api/posts")).ShouldBe(200);
        (await good.Http.PostAsync("/api/posts", new { })).ShouldBeProblem(403, "user.waiting_approval");
        (await good.Http.GetAsync("/api/roster")).ShouldBeProblem(403, "user.waiting_approval");
        (await admin.GetAsync("/api/roster")).Json.Items().Should().BeEmpty();
        (await admin.GetAsync("/api/admin/people?state=waiting")).Json.Items().Should().HaveCount(2);

        (await admin.PostAsync($"/api/users/{good.Id}/approval")).ShouldBe(204);
        (await admin.DeleteAsync($"/api/users/{bad.Id}/approval")).ShouldBe(204);

        (await good.Http.GetAsync("/api/roster")).ShouldBe(200);
        (await admin.GetAsync("/api/roster")).Json.Items().Single().Text("user", "nickname").Should().Be("good.person");
        (await bad.Http.GetAsync("/api/me")).ShouldBe(401);
        (await admin.DeleteAsync($"/api/users/{good.Id}/approval")).ShouldBeProblem(404, "user.not_found");
    }

    private static async Task<Answer> TryAsync(Forum forum, string nickname, string? invitation)
    {
        using var door = forum.Visitor();
        return await door.PostAsync("/api/accounts", new Dictionary<string, object?>(Forum.SignUpBody(nickname), StringComparer.Ordinal) { ["invitation"] = invitation ?? "" });
    }

    private static async Task<Door> AdminAsync(Forum forum)
    {
        var door = forum.Visitor();
        await Limits.UntilAsync(async () => (await door.PostAsync("/api/session", new { login = "keeper", password = Person.Password })).Status == 200, "the administrator");
        return door;
    }
}
