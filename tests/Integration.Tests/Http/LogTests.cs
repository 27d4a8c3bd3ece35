using System.Text.Json;
using System.Text.RegularExpressions;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Http;

/// <summary>What is written down while people use every door: lines of JSON that belong together by their trace, and no secret among them.</summary>
public sealed class LogTests
{
    private const string Said = "zyxsaid in confidence";
    private const string Typed = "zyxtyped password 7";

    /// <summary>Everything a body may hold; what a route does not know it ignores.</summary>
    private static readonly string Body = JsonSerializer.Serialize(new
    {
        content = Said, title = Said, reason = Said, note = Said, excerpt = Said, alt = Said, password = Typed, currentPassword = Typed, newPassword = Typed, login = "nobody", token = Typed, setupToken = Typed,
        code = Typed, invitation = Typed, email = "somebody@example.org", clientMessageId = Guid.NewGuid(),
    });

    [Fact]
    public async Task Every_door_is_used_and_no_secret_is_in_the_log()
    {
        await using var forum = new ForumProcess(
            ("Forum:Log", "json"), ("Serilog:MinimumLevel:Default", "Verbose"),
            ("Forum:Admin:Nickname", "keeper"), ("Forum:Admin:Email", "keeper@example.org"), ("Forum:Admin:Password", Person.Password));
        await forum.StartAsync();
        List<string?> secrets = [Person.Password, Typed, Said];
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var (chat, token) = (await ada.ChatWithAsync(bob), await ada.MakeTokenAsync());
        var invite = (await ada.Http.PostAsync($"/api/chats/{await ada.GroupWithAsync(bob)}/invites", new { })).ShouldBe(201).Json.Text("code");
        var factor = (await ada.Http.PostAsync("/api/me/two-factor", new { password = Person.Password })).ShouldBe(200).Json.Text("secret");
        secrets.AddRange([ada.Http.SessionCookie, bob.Http.SessionCookie, token, invite, factor]);

        await ada.SayAsync(chat, Said);
        await using (var socket = await Socket.OpenAsync(forum, bearer: token))
        {
            foreach (var type in Table().Where(row => row.Method == "WS").Select(row => row.Path))
                await socket.ExchangeAsync(type, new { chatId = chat, messageId = Guid.NewGuid(), clientMessageId = Guid.NewGuid(), content = Said, emoji = "👍", seq = 1, topic = "posts", state = "active" });
        }
        (await ada.Http.GetAsync("/api/search?in=messages&q=zyxsaid")).ShouldBe(200).Json.Items().Should().NotBeEmpty();
        (await forum.Visitor().PostAsync("/api/password-reset", new { email = ada.Email })).ShouldBe(202);
        foreach (var (method, path) in Table().Where(row => row.Method != "WS"))
        {
            var asker = await forum.SignUpAsync();
            secrets.Add(asker.Http.SessionCookie);
            var filled = Regex.Replace(path.Replace("{code}", invite, StringComparison.Ordinal), @"\{\w+:guid\}", chat, RegexOptions.None, TimeSpan.FromSeconds(1))
                .Replace("{emoji}", "%F0%9F%91%8D", StringComparison.Ordinal).Replace("{nickname}", bob.Nickname, StringComparison.Ordinal);
            await asker.Http.SendAsync(new HttpMethod(method), filled, method is "GET" ? null : Body);
        }
        var refused = (await forum.Visitor().PostAsync("/api/session", new { login = ada.Nickname, password = Typed })).ShouldBe(401).Json.Text("traceId");
        await Limits.UntilAsync(() => Task.FromResult(Directory.Exists(Path.Combine(forum.DataDirectory, "mail")) && Directory.GetFiles(Path.Combine(forum.DataDirectory, "mail")).Length > 0), "mail");
        secrets.AddRange(Directory.GetFiles(Path.Combine(forum.DataDirectory, "mail")).SelectMany(file => Regex.Matches(File.ReadAllText(file), "[A-Za-z0-9_-]{43}", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Value)));
        (await forum.StopAsync()).Should().Be(0);

        var lines = forum.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        lines.Length.Should().BeGreaterThan(300, "it was told to write down everything");
        var found = from secret in secrets.OfType<string>().Where(secret => secret.Length > 0).Distinct(StringComparer.Ordinal) from line in lines where line.Contains(secret, StringComparison.Ordinal) select $"{secret} in {line}";
        found.Take(3).Should().BeEmpty("they are nobody's business");

        var told = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        told.Should().OnlyContain(line => line.Has("@t"));
        told.Should().ContainSingle(line => line.Has("SourceContext") && line.Text("SourceContext") == "RealTimeForum.Security" && line.Has("@tr") && line.Text("@tr") == refused.Split('-')[1])
            .Which.Should().Match<JsonElement>(line => line.Number("Status") == 401 && line.Text("UserId") == ada.Id && line.Text("Route") == "/api/session");
    }

    private static IEnumerable<(string Method, string Path)> Table() =>
        from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Accounts", "rights.txt"))
        where line.Length > 0 && line[0] != '#'
        let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select (words[0], words[1]);
}
