using System.Text;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Accounts;

/// <summary>Mails about accounts, taken by a real mail server.</summary>
public sealed class MailTests(MailTests.Posted forum) : IClassFixture<MailTests.Posted>
{
    private const string NewPassword = "another good secret 8";

    [Fact]
    public async Task Who_signs_up_proves_the_address_by_the_link()
    {
        var person = await forum.SignUpAsync();
        var mail = await forum.Mail.NextAsync(person.Email, "/confirm-email?token=");
        mail.Text.Should().Contain("From: forum@forum.example").And.Contain($"Hello {person.Nickname}").And.Contain("https://forum.example/confirm-email");
        (await person.Http.GetAsync("/api/me")).Json.Flag("account", "isEmailConfirmed").Should().BeFalse();

        (await forum.Visitor().PostAsync("/api/email-confirmation/confirm", new { token = "not the token" })).ShouldBeProblem(400, "auth.confirm_token_invalid");
        (await forum.Visitor().PostAsync("/api/email-confirmation/confirm", new { token = mail.Token })).ShouldBe(204);

        (await person.Http.GetAsync("/api/me")).Json.Flag("account", "isEmailConfirmed").Should().BeTrue();
        (await forum.Visitor().PostAsync("/api/email-confirmation/confirm", new { token = mail.Token })).ShouldBeProblem(400, "auth.confirm_token_invalid");
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_once_and_ends_every_session()
    {
        var person = await forum.SignUpAsync();
        using var program = await person.ProgramAsync();
        await using var socket = await person.ConnectAsync();
        var known = await forum.Visitor().PostAsync("/api/password-reset", new { email = person.Email.ToUpperInvariant() });
        var unknown = await forum.Visitor().PostAsync("/api/password-reset", new { email = "nobody@example.org" });
        (known.ShouldBe(202).Body, unknown.ShouldBe(202).Body).Should().Be(("", ""));
        var token = (await forum.Mail.NextAsync(person.Email, "/reset-password?token=")).Token;

        (await ConfirmAsync(token, "short")).ShouldBeProblem(400, "request.invalid", "password");
        (await ConfirmAsync("not the token", NewPassword)).ShouldBeProblem(400, "auth.reset_token_invalid");
        (await ConfirmAsync(token, $"{person.Nickname}{person.Nickname}")).ShouldBeProblem(400, "user.password_own_name");
        (await ConfirmAsync(token, "password123")).ShouldBeProblem(400, "request.invalid", "password");
        (await ConfirmAsync(token, NewPassword)).ShouldBe(204);

        (await socket.Closed).Should().Be(4001);
        (await person.Http.GetAsync("/api/me")).ShouldBe(401);
        (await program.GetAsync("/api/me")).ShouldBe(401);
        (await ConfirmAsync(token, NewPassword)).ShouldBeProblem(400, "auth.reset_token_invalid");
        (await forum.Visitor().PostAsync("/api/session", new { login = person.Nickname, password = Person.Password })).ShouldBe(401);
        (await forum.Visitor().PostAsync("/api/session", new { login = person.Nickname, password = NewPassword })).ShouldBe(200);
        await forum.Mail.NextAsync(person.Email, "Your password was changed");
        await forum.Mail.NextAsync(person.Email, "New sign-in");
    }

    [Fact]
    public async Task A_link_works_for_an_hour_and_the_next_one_does_not_end_it()
    {
        var person = await forum.SignUpAsync();
        (await forum.Visitor().PostAsync("/api/password-reset", new { email = person.Email })).ShouldBe(202);
        var token = (await forum.Mail.NextAsync(person.Email, "/reset-password?token=")).Token;
        forum.Clock.Advance(TimeSpan.FromMinutes(61));
        (await ConfirmAsync(token, NewPassword)).ShouldBeProblem(400, "auth.reset_token_invalid");
    }

    [Fact]
    public async Task Nobody_is_flooded_with_links_by_somebody_else()
    {
        var person = await forum.SignUpAsync();
        await forum.Mail.NextAsync(person.Email, "/confirm-email");
        for (var i = 0; i < 6; i++) (await forum.Visitor().PostAsync("/api/password-reset", new { email = person.Email })).ShouldBe(202);
        (await person.Http.PutAsync("/api/me/password", new { currentPassword = Person.Password, newPassword = NewPassword })).ShouldBe(204);
        await forum.Mail.NextAsync(person.Email, "Your password was changed");
        forum.Mail.CountTo(person.Email).Should().Be(1 + 3 + 1);
    }

    [Fact]
    public async Task Mails_are_written_in_the_persons_language()
    {
        var door = forum.Visitor();
        var body = Forum.SignUpBody("Марина");
        (await door.PostAsync("/api/accounts", body, ("Accept-Language", "de;q=0.5, ru-RU, en;q=0.8"))).ShouldBe(201).Json.Text("account", "language").Should().Be("ru");
        var mail = await forum.Mail.NextAsync((string)body["email"]!, "/confirm-email");
        mail.Text.Should().Contain("Subject: Подтвердите адрес почты").And.Contain("Здравствуйте, Марина!");

        (await door.PutAsync("/api/me/language", new { language = "en" })).ShouldBe(204);
        (await door.PutAsync("/api/me/language", new { language = "xx" })).ShouldBe(400);
        (await door.PostAsync("/api/email-confirmation")).ShouldBe(202);
        await forum.Mail.NextAsync((string)body["email"]!, "Hello Марина");
    }

    [Fact]
    public async Task Another_address_becomes_mine_when_its_link_is_opened_and_the_old_one_hears_of_it()
    {
        var (person, other) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var wanted = $"New.{Guid.NewGuid():N}@example.org";
        (await ChangeAsync(person, wanted, "not the right one")).ShouldBeProblem(400, "auth.wrong_password", "password");
        (await ChangeAsync(person, "no address")).ShouldBe(400).Json.At("errors").Has("email").Should().BeTrue();
        (await ChangeAsync(person, other.Email.ToUpperInvariant())).ShouldBeProblem(409, "user.email_taken", "email");
        (await ChangeAsync(person, wanted)).ShouldBe(202);

        (await MeAsync(person)).Should().Be((person.Email, wanted));
        (await forum.Mail.NextAsync(person.Email, "Your e-mail address is to be changed")).Text.Should().Contain(wanted);
        var token = (await forum.Mail.NextAsync(wanted, "/confirm-email?token=")).Token;
        (await forum.Visitor().PostAsync("/api/email-confirmation/confirm", new { token })).ShouldBe(204);

        (await MeAsync(person)).Should().Be((wanted, null));
        (await forum.Mail.NextAsync(person.Email, "Your e-mail address was changed")).Text.Should().Contain(wanted);
        (await forum.Visitor().PostAsync("/api/email-confirmation/confirm", new { token })).ShouldBeProblem(400, "auth.confirm_token_invalid");
        (await forum.Visitor().PostAsync("/api/session", new { login = person.Email, password = Person.Password })).ShouldBe(401);
        (await forum.Visitor().PostAsync("/api/session", new { login = wanted.ToLowerInvariant(), password = Person.Password })).ShouldBe(200);
    }

    [Fact]
    public async Task A_new_password_stops_a_change_of_address_and_so_does_somebody_who_was_faster()
    {
        var (person, faster) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var (stopped, taken) = ($"{Guid.NewGuid():N}@example.org", $"{Guid.NewGuid():N}@example.org");
        (await ChangeAsync(person, stopped)).ShouldBe(202);
        (await ChangeAsync(faster, taken)).ShouldBe(202);
        var token = (await forum.Mail.NextAsync(stopped, "/confirm-email?token=")).Token;
        (await person.Http.PutAsync("/api/me/password", new { currentPassword = Person.Password, newPassword = NewPassword })).ShouldBe(204);
        (await forum.Visitor().PostAsync("/api/email-confirmation/confirm", new { token })).ShouldBeProblem(400, "auth.confirm_token_invalid");
        (await MeAsync(person)).Should().Be((person.Email, null));

        var body = Forum.SignUpBody("first.come");
        body["email"] = taken;
        (await forum.Visitor().PostAsync("/api/accounts", body)).ShouldBe(201);
        token = (await forum.Mail.NextAsync(taken, "is to be your address here")).Token;
        (await forum.Visitor().PostAsync("/api/email-confirmation/confirm", new { token })).ShouldBeProblem(409, "user.email_taken", "email");
        (await MeAsync(faster)).Mine.Should().Be(faster.Email);
    }

    [Fact]
    public async Task A_mailbox_that_does_not_exist_is_tried_once_and_the_log_says_so()
    {
        await using var process = new ForumProcess(("Forum:Mail:Host", "127.0.0.1"), ("Forum:Mail:Port", $"{forum.Mail.Port}"), ("Forum:Mail:Security", "None"), ("Serilog:MinimumLevel:Default", "Warning"));
        await process.StartAsync();
        var body = Forum.SignUpBody("unreachable");
        body["email"] = $"never{Guid.NewGuid():N}@example.org";
        (await process.Visitor().PostAsync("/api/accounts", body)).ShouldBe(201);
        await Limits.UntilAsync(() => Task.FromResult(process.Output.Contains("with 550", StringComparison.Ordinal)), "the refusal in the log");

        // The next attempt would come after two seconds.
        await Task.Delay(TimeSpan.FromSeconds(4));
        process.Output.Split("with 550").Should().HaveCount(2);
        process.Output.Should().Contain("no such mailbox").And.NotContain((string)body["email"]!);
        var patient = await process.SignUpAsync();
        await forum.Mail.NextAsync(patient.Email, "/confirm-email");
    }

    [Fact]
    public async Task A_mail_that_nobody_takes_is_seen_by_the_administrator_who_sends_it_again_or_removes_it()
    {
        using var admin = forum.Visitor();
        await Limits.UntilAsync(async () => (await admin.PostAsync("/api/session", new { login = "keeper", password = Person.Password })).Status == 200, "the administrator");
        var body = Forum.SignUpBody("unreachable");
        var address = $"never{Guid.NewGuid():N}@example.org";
        body["email"] = address;
        (await forum.Visitor().PostAsync("/api/accounts", body)).ShouldBe(201);
        async Task<List<System.Text.Json.JsonElement>> LostAsync() => (await admin.GetAsync("/api/admin/mails?limit=100")).ShouldBe(200).Json.Items().FindAll(mail => mail.Text("to") == address);
        await Limits.UntilAsync(async () => (await LostAsync()).Count == 1, "the mail is given up");
        var lost = (await LostAsync()).Single();
        (lost.Text("user", "nickname"), lost.Text("reason")).Should().Be(("unreachable", "550 no such mailbox"));
        lost.Text("subject").Should().StartWith("Confirm your e-mail address");
        (await admin.GetAsync("/api/admin/mails")).Body.Should().NotContain("token=", "its links are for its reader");
        (await admin.GetAsync("/api/admin/overview")).Json.Number("mails", "lost").Should().BePositive();

        (await admin.PostAsync($"/api/admin/mails/{lost.Text("id")}/retry")).ShouldBe(204);
        await Limits.UntilAsync(async () => (await LostAsync()) is [var again] && again.Text("lostAt") != lost.Text("lostAt"), "it was tried once more");
        (await admin.DeleteAsync($"/api/admin/mails/{lost.Text("id")}")).ShouldBe(204);
        (await LostAsync()).Should().BeEmpty();
        (await admin.PostAsync($"/api/admin/mails/{lost.Text("id")}/retry")).ShouldBeProblem(404, "mail.not_found");
        (await admin.GetAsync("/api/audit?action=mail")).Json.Items().Select(row => (row.Text("action"), row.Text("targetId"))).Should().Equal(("mail.remove", lost.Text("id")), ("mail.retry", lost.Text("id")));
    }

    [Fact]
    public async Task A_server_that_is_down_or_says_later_gets_the_mail_when_it_can()
    {
        var body = Forum.SignUpBody("patient");
        body["email"] = $"later{Guid.NewGuid():N}@example.org";
        (await forum.Visitor().PostAsync("/api/accounts", body)).ShouldBe(201);
        await forum.Mail.NextAsync((string)body["email"]!, "/confirm-email");

        await using var late = new MailServer();
        await using var process = new ForumProcess(("Forum:Mail:Host", "127.0.0.1"), ("Forum:Mail:Port", $"{late.Port}"), ("Forum:Mail:Security", "None"));
        await process.StartAsync();
        var person = await process.SignUpAsync();
        await Task.Delay(1_500);
        await process.KillAsync();
        await late.StartAsync();
        await process.StartAsync();
        await late.NextAsync(person.Email, "/confirm-email");
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(3, 2)]
    public async Task A_clock_that_was_put_back_keeps_no_mail_waiting(int attempts, double hoursAhead)
    {
        await using var late = new MailServer();
        var app = new Early(late);
        await app.InitializeAsync();
        try
        {
            var person = await app.SignUpAsync();
            await using (var connection = await app.OpenDatabaseAsync())
            {
                await using var look = connection.CreateCommand();
                look.CommandText = "SELECT count(*) FROM outbox WHERE attempts > 0";
                await Limits.UntilAsync(async () => Convert.ToInt64(await look.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture) > 0, "the mail was tried");
                // As it is after a jump of the clock: the next attempt is when it gets there again.
                await using var jump = connection.CreateCommand();
                jump.CommandText = $"UPDATE outbox SET attempts = {attempts}, next_attempt_at = {app.Clock.GetUtcNow().AddHours(hoursAhead).ToUnixTimeMilliseconds()}";
                await jump.ExecuteNonQueryAsync();
            }
            await late.StartAsync();
            await late.NextAsync(person.Email, "/confirm-email");
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_waiting_mail_tells_a_thief_of_the_database_nothing()
    {
        await using var process = new ForumProcess(("Forum:Mail:Host", "127.0.0.1"), ("Forum:Mail:Port", "1"));
        await process.StartAsync();
        var person = await process.SignUpAsync();
        (await process.Visitor().PostAsync("/api/password-reset", new { email = person.Email })).ShouldBe(202);
        foreach (var file in Directory.GetFiles(process.DataDirectory, "forum.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            (await reader.ReadToEndAsync()).Should().NotContain("reset-password").And.NotContain("Set a new password");
        }
    }

    [Fact]
    public async Task Without_a_server_mails_become_files_and_the_console_says_so()
    {
        await using var process = new ForumProcess(("Serilog:MinimumLevel:Default", "Information"));
        await process.StartAsync();
        var person = await process.SignUpAsync();
        var folder = Path.Combine(process.DataDirectory, "mail");
        await Limits.UntilAsync(() => Task.FromResult(Directory.Exists(folder) && Directory.GetFiles(folder, "*.eml").Length == 1), "the file");
        MailServer.Mail.Decode(await File.ReadAllTextAsync(Directory.GetFiles(folder).Single())).Should().Contain($"To: {person.Email}").And.Contain("/confirm-email?token=");
        process.Output.Should().Contain("mails are written into").And.Contain(folder);
    }

    private static Task<Answer> ChangeAsync(Person person, string email, string password = Person.Password) => person.Http.PutAsync("/api/me/email", new { email, password });

    private static async Task<(string Mine, string? Wanted)> MeAsync(Person person)
    {
        var me = (await person.Http.GetAsync("/api/me")).ShouldBe(200).Json;
        return (me.Text("email"), me.At("account").Has("newEmail") ? me.Text("account", "newEmail") : null);
    }

    private async Task<Answer> ConfirmAsync(string token, string password) => await forum.Visitor().PostAsync("/api/password-reset/confirm", new { token, password });

    /// <summary>Its mail server is not there yet.</summary>
    private sealed class Early(MailServer mail) : ForumApp
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("Forum:Mail:Host", "127.0.0.1"), new("Forum:Mail:Port", $"{mail.Port}"), new("Forum:Mail:Security", "None")];
    }

    public sealed class Posted : ForumApp, IAsyncLifetime
    {
        public MailServer Mail { get; } = new();

        protected override IEnumerable<KeyValuePair<string, string>> Settings =>
        [
            new("Forum:Mail:Host", "127.0.0.1"), new("Forum:Mail:Port", $"{Mail.Port}"), new("Forum:Mail:Security", "None"), new("Forum:Mail:From", "forum@forum.example"),
            new("Forum:PublicUrl", "https://forum.example"),
            new("Forum:Admin:Nickname", "keeper"), new("Forum:Admin:Email", "keeper@example.org"), new("Forum:Admin:Password", Person.Password),
        ];

        async Task IAsyncLifetime.InitializeAsync()
        {
            await Mail.StartAsync();
            await InitializeAsync();
        }

        async Task IAsyncLifetime.DisposeAsync()
        {
            await DisposeAsync();
            await Mail.DisposeAsync();
        }
    }
}
