using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Durability;

public sealed class SettingTests
{
    [Theory]
    [InlineData("Forum:Passwords:Iterations", "10")]
    [InlineData("Forum:Realtime:OutboundCapacity", "1")]
    [InlineData("Forum:Writer:CommandsPerCommit", "0")]
    [InlineData("Forum:Metrics:From:0", "everybody")]
    [InlineData("Forum:Telemetry:Otlp", "ftp://localhost")]
    public async Task A_wrong_setting_stops_the_start_with_one_line_that_names_it(string name, string value)
    {
        var (code, output) = await ForumProcess.RunToEndAsync((name, value));
        code.Should().NotBe(0);
        output.Trim().Split('\n').Should().ContainSingle().Which.Should().Contain(name.Split(":0")[0]);
    }

    [Fact]
    public async Task Passwords_are_hashed_weakly_in_tests_only()
    {
        var (code, output) = await ForumProcess.RunToEndAsync(("environment", "Production"), ("Forum:Passwords:Iterations", "219999"));
        code.Should().NotBe(0);
        output.Trim().Split('\n').Should().ContainSingle().Which.Should().Contain("Forum:Passwords:Iterations");
    }

    [Theory]
    [InlineData("Oracle", "Host=localhost", "Forum:Database")]
    [InlineData("Postgres", "", "Forum:ConnectionString")]
    [InlineData("Postgres", "Hots=localhost", "Forum:ConnectionString")]
    [InlineData("Postgres", "Host=127.0.0.1;Port=1;Username=forum;Password=a-secret", "Forum:ConnectionString")]
    [InlineData("Sqlite", "Host=localhost", "Forum:ConnectionString")]
    public async Task A_database_that_cannot_be_used_stops_the_start_with_one_line(string database, string connectionString, string named)
    {
        var (code, output) = await ForumProcess.RunToEndAsync(("Forum:Database", database), ("Forum:ConnectionString", connectionString));
        code.Should().Be(2, "the output was {0}", output);
        output.Trim().Split('\n').Should().ContainSingle().Which.Should().Contain(named).And.NotContain("a-secret");
    }

    [Fact]
    public async Task Its_version_is_one_line_and_no_folder_is_touched()
    {
        await using var forum = new ForumProcess();
        var (code, output) = await forum.RunAsync("--version");
        code.Should().Be(0);
        output.Trim().Should().Be("RealTimeForum 0.1.0");
        Directory.GetFileSystemEntries(forum.DataDirectory).Should().BeEmpty();
    }

    [Fact]
    public async Task The_first_administrator_comes_from_the_settings_and_stays_over_restarts()
    {
        await using var forum = new ForumProcess(("Forum:Admin:Nickname", "keeper"), ("Forum:Admin:Email", "keeper@example.org"), ("Forum:Admin:Password", Person.Password));
        for (var start = 0; start < 2; start++)
        {
            await forum.StartAsync();
            var door = forum.Visitor();
            await Limits.UntilAsync(async () => (await door.PostAsync("/api/session", new { login = "keeper", password = Person.Password })).Status == 200, "the administrator");
            (await door.GetAsync("/api/me")).Json.Text("role").Should().Be("admin");
            await forum.KillAsync();
        }
    }
}
