using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Accounts;

/// <summary>Guessing becomes slow, and its victim notices nothing where they are signed in.</summary>
public sealed class SignInLimitTests(SignInLimitTests.Limited forum) : IClassFixture<SignInLimitTests.Limited>
{
    [Fact]
    public async Task Ten_failures_close_the_account_for_a_while()
    {
        var person = await forum.SignUpAsync();
        for (var i = 0; i < 10; i++) await FailAsync(person);
        var answer = (await forum.Visitor().PostAsync("/api/session", new { login = person.Nickname, password = Person.Password })).ShouldBeProblem(429, "auth.too_many_attempts");
        int.Parse(answer.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture).Should().BeInRange(1, 900);
        (await person.Http.GetAsync("/api/me")).ShouldBe(200);
    }

    [Fact]
    public async Task The_pauses_grow_and_a_right_password_after_one_ends_them()
    {
        var person = await forum.SignUpAsync();
        for (var i = 0; i < 10; i++) await FailAsync(person);
        forum.Clock.Advance(TimeSpan.FromSeconds(61));
        (await FailAsync(person)).ShouldBe(401);
        int.Parse((await FailAsync(person)).ShouldBe(429).Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture).Should().BeInRange(61, 120);
        forum.Clock.Advance(TimeSpan.FromSeconds(121));
        (await person.SignInAgainAsync()).Dispose();
        (await FailAsync(person)).ShouldBe(401);
        (await person.SignInAgainAsync()).Dispose();
    }

    [Fact]
    public async Task A_pause_does_not_outlast_a_clock_that_was_put_back()
    {
        var person = await forum.SignUpAsync();
        for (var i = 0; i < 10; i++) await FailAsync(person);
        (await FailAsync(person)).ShouldBe(429);
        forum.Clock.Advance(TimeSpan.FromHours(-2));
        (await FailAsync(person)).ShouldBe(401);
        (await FailAsync(person)).ShouldBe(429);
    }

    [Fact]
    public async Task A_name_that_nobody_has_becomes_as_slow_as_one_that_somebody_has()
    {
        var (somebody, nobody) = ((await forum.SignUpAsync()).Nickname, "nobody.at.all");
        List<string> answers = [];
        foreach (var login in new[] { somebody, nobody })
        {
            List<int> told = [];
            for (var i = 0; i < 12; i++) told.Add((await TryAsync(login)).Status);
            forum.Clock.Advance(TimeSpan.FromSeconds(61));
            for (var i = 0; i < 2; i++) told.Add((await TryAsync(login.ToUpperInvariant())).Status);
            forum.Clock.Advance(TimeSpan.FromSeconds(61));
            told.Add((await TryAsync(login)).Status);
            forum.Clock.Advance(TimeSpan.FromMinutes(16));
            told.Add((await TryAsync(login)).Status);
            answers.Add(string.Join(' ', told));
        }
        answers[1].Should().Be(answers[0]).And.Be("401 401 401 401 401 401 401 401 401 401 429 429 401 429 429 401");
    }

    [Fact]
    public async Task Who_has_only_my_session_does_not_find_out_my_password()
    {
        var person = await forum.SignUpAsync();
        Task<Answer> GuessAsync(string password) => person.Http.PutAsync("/api/me/password", new { currentPassword = password, newPassword = "another good secret 8" });
        for (var i = 0; i < 9; i++) (await GuessAsync($"a guess {i}")).ShouldBeProblem(400, "auth.wrong_password");
        (await person.Http.DeleteAsync("/api/me", new { password = "a guess" })).ShouldBeProblem(400, "auth.wrong_password");
        (await GuessAsync(Person.Password)).ShouldBeProblem(429, "auth.too_many_attempts").Headers.RetryAfter.Should().NotBeNull();
        (await person.Http.PostAsync("/api/me/two-factor", new { password = Person.Password })).ShouldBe(429);
        (await person.SignInAgainAsync()).Dispose();
        forum.Clock.Advance(TimeSpan.FromSeconds(61));
        (await GuessAsync(Person.Password)).ShouldBe(204);
    }

    [Fact]
    public async Task Failures_of_long_ago_count_no_more()
    {
        var person = await forum.SignUpAsync();
        for (var i = 0; i < 9; i++) await FailAsync(person);
        forum.Clock.Advance(TimeSpan.FromMinutes(16));
        for (var i = 0; i < 9; i++) (await FailAsync(person)).ShouldBe(401);
        (await person.SignInAgainAsync()).Dispose();
    }

    [Fact]
    public async Task A_token_has_a_limit_of_its_own_besides_its_owners()
    {
        var person = await forum.SignUpAsync();
        using var program = await person.ProgramAsync();
        for (var i = 0; i < 5; i++) (await program.GetAsync("/api/me")).ShouldBe(200);
        var refused = (await program.GetAsync("/api/me")).ShouldBeProblem(429, "request.too_many");
        refused.Headers.RetryAfter.Should().NotBeNull();
        (await person.Http.GetAsync("/api/me")).ShouldBe(200);
        using var other = await person.ProgramAsync();
        (await other.GetAsync("/api/me")).ShouldBe(200);
    }

    private async Task<Answer> TryAsync(string login) => await forum.Visitor().PostAsync("/api/session", new { login, password = "not the right one" });

    private async Task<Answer> FailAsync(Person person) => await forum.Visitor().PostAsync("/api/session", new { login = person.Nickname, password = "not the right one" });

    public sealed class Limited : ForumApp
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings =>
        [
            new("Forum:RateLimits:Enabled", "true"), new("Forum:RateLimits:AnonymousRequestsPerMinute", "100000"), new("Forum:RateLimits:SignUpsPerHour", "100000"),
            new("Forum:RateLimits:TokenRequestsPerMinute", "5"),
        ];
    }
}
