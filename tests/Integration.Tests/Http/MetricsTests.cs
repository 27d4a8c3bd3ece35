using System.Globalization;
using System.Text.RegularExpressions;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Http;

/// <summary>What operators see of a running forum, and nobody else.</summary>
public sealed partial class MetricsTests(MetricsTests.App forum) : IClassFixture<MetricsTests.App>
{
    [Fact]
    public async Task What_happens_is_counted_without_what_was_said()
    {
        var before = await ReadAsync();
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var socket = await ada.ConnectAsync();
        await using var other = await bob.ConnectAsync();
        var message = new { chatId = chat, clientMessageId = Guid.NewGuid(), content = "an-unheard-of-word" };
        await socket.AskAsync("message.send", message);
        await socket.AskAsync("message.send", message);
        await other.NextAsync("message.created");
        (await bob.Http.GetAsync($"/api/chats/{chat}/events?after=0")).ShouldBe(200);
        (await forum.Visitor().PostAsync("/api/session", new { login = ada.Nickname, password = "not the password 1" })).Status.Should().Be(401);
        await ada.SignInAgainAsync();
        (await ada.Http.GetAsync($"/api/posts/{Guid.NewGuid()}")).ShouldBe(404);

        await Limits.UntilAsync(async () =>
        {
            var after = await ReadAsync();
            double Moved(string series, string label = "") => Sum(after, series, label) - Sum(before, series, label);
            return Moved("forum_use_case_duration_seconds_count", "use_case=\"SendMessage\"") >= 2 && Moved("forum_messages_resent_total") >= 1
                && Moved("forum_use_case_duration_seconds_count", "use_case=\"GetEvents\"") >= 1 && Moved("forum_sign_ins_total", "outcome=\"ok\"") >= 1
                && Moved("forum_sign_ins_total", "outcome=\"auth.") >= 1 && Moved("forum_use_case_refused_total", "code=\"post.not_found\"") >= 1 && Moved("forum_frames_delivered_total") >= 4
                && Moved("forum_live_duration_seconds_count") >= 1 && Sum(after, "forum_sockets_open") >= 2;
        }, "what was done is counted");

        var text = await ReadAsync();
        foreach (var secret in new[] { message.content, chat, ada.Nickname, ada.Email, Person.Password, "not the password", ada.Http.SessionCookie! }) text.Should().NotContain(secret);
    }

    [Fact]
    [Trait("Database", "Sqlite")]
    public async Task Commits_and_what_shares_them_are_counted()
    {
        var before = await ReadAsync();
        await forum.SignUpAsync();
        await Limits.UntilAsync(async () =>
        {
            var after = await ReadAsync();
            return Sum(after, "forum_commit_duration_seconds_count") > Sum(before, "forum_commit_duration_seconds_count") && Sum(after, "forum_commit_commands_sum") > Sum(before, "forum_commit_commands_sum")
                && after.Contains("forum_writer_waiting", StringComparison.Ordinal);
        }, "commits are counted");
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    public async Task Who_comes_through_a_proxy_that_nobody_named_does_not_see_them(string name, string value)
    {
        await ReadAsync();
        (await forum.Visitor().GetAsync("/metrics", (name, value))).ShouldBe(404);
    }

    private async Task<string> ReadAsync()
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(forum.Address, "/metrics"));
    }

    private static double Sum(string text, string series, string label = "") => Series().Matches(text)
        .Where(match => match.Groups["name"].Value == series && match.Groups["labels"].Value.Contains(label, StringComparison.Ordinal))
        .Sum(match => double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^(?<name>[a-z_]+)(\{(?<labels>[^}]*)\})? (?<value>[0-9.eE+-]+)( [0-9]+)?\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Series();

    public sealed class App : ForumApp
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("Forum:Metrics:From:0", "127.0.0.1")];
    }
}

/// <summary>As it comes, and with other people's networks named.</summary>
public sealed class HiddenMetricsTests(HiddenMetricsTests.Strangers forum, ForumApp plain) : IClassFixture<HiddenMetricsTests.Strangers>, IClassFixture<ForumApp>
{
    [Fact]
    public async Task Nobody_sees_them_who_is_not_named()
    {
        (await forum.Visitor().GetAsync("/metrics")).ShouldBe(404);
        (await plain.Visitor().GetAsync("/metrics")).ShouldBe(404);
    }

    public sealed class Strangers : ForumApp
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("Forum:Metrics:From:0", "10.0.0.0/8")];
    }
}
