using Microsoft.Extensions.Options;
using RealTimeForum.Application.Ports;
using RealTimeForum.Infrastructure;
using RealTimeForum.Infrastructure.Persistence.Postgres;
using RealTimeForum.Infrastructure.Persistence.Sqlite;
using RealTimeForum.Infrastructure.Search;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Nodes;

/// <summary>A forum moves from SQLite to PostgreSQL and is the same forum.</summary>
public sealed class CopyTests
{
    [Fact]
    public async Task Every_answer_is_the_same_after_the_move()
    {
        await using var forum = new ForumProcess();
        using var tokens = new DataFolder();
        var file = Path.Combine(tokens.Path, "tokens");
        (await forum.RunAsync("seed", "--users", "30", "--posts", "40", "--comments", "200", "--messages", "600", "--group-messages", "100", "--tokens", file)).ExitCode.Should().Be(0);
        await forum.StartAsync();
        var ada = await forum.SignUpAsync("newcomer");
        using var reader = new Door(forum, (await File.ReadAllLinesAsync(file))[0]);
        var chat = (await reader.GetAsync("/api/chats?limit=1")).ShouldBe(200).Json.Items()[0].Text("id");
        await reader.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "Ёлка до переезда 🎄" });
        var post = (await reader.GetAsync("/api/posts?sort=active&limit=1")).ShouldBe(200).Json.Items()[0].Text("id");
        string[] paths =
        [
            "/api/me", "/api/posts?limit=100", "/api/posts?sort=active&limit=100", "/api/posts?sort=top&limit=100", $"/api/posts/{post}", $"/api/posts/{post}/comments?limit=100",
            "/api/categories", "/api/roster?limit=100", "/api/roster?order=name&limit=100", "/api/chats?limit=100", $"/api/chats/{chat}", $"/api/chats/{chat}/messages?limit=100",
            $"/api/chats/{chat}/events?after=0&limit=200", "/api/search?q=елка&in=messages&limit=100", "/api/search?q=the&in=posts&limit=100", "/api/search?q=forum&in=comments&limit=100", "/api/notifications",
            "/api/users/newcomer",
        ];
        var before = await AnswersAsync(reader, paths);
        (await forum.StopAsync()).Should().Be(0);

        await using var database = await TestDatabase.MakeServersAsync();
        var (code, output) = await forum.RunAsync("copy-to", "postgres", "--connection", database.ConnectionString!);
        code.Should().Be(0, "the output was {0}", output);
        output.Should().MatchRegex(@"messages: 60\d rows, [0-9a-f]{16}").And.Contain("found them the same");
        (await forum.RunAsync("copy-to", "postgres", "--connection", database.ConnectionString!)).Output.Trim().Split('\n')[^1].Should().Be("copy-to: there is a forum in that database already; name an empty one.");

        forum.Use(database);
        await forum.StartAsync();
        var after = await AnswersAsync(reader, paths);
        foreach (var (path, index) in paths.Select((path, index) => (path, index))) after[index].Should().Be(before[index], "{0} is the same", path);
        (await ada.Http.GetAsync("/api/me")).ShouldBe(200);
        (await reader.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "after the move" })).ShouldBe(201);
    }

    [Fact]
    public async Task An_interrupted_copy_leaves_nothing_and_begins_anew()
    {
        await using var forum = new ForumProcess();
        (await forum.RunAsync("seed", "--users", "10", "--posts", "5", "--comments", "20", "--messages", "50")).ExitCode.Should().Be(0);
        await using var database = await TestDatabase.MakeServersAsync();
        var copy = new CopyToPostgres(new SqliteDatabase(Path.Combine(forum.DataDirectory, "forum.db")), new Stemmer(), Options.Create(new ForumOptions { DataDirectory = forum.DataDirectory }));
        var interrupted = () => copy.RunAsync(database.ConnectionString!, line => { if (line.StartsWith("messages: ", StringComparison.Ordinal)) throw new InvalidOperationException("Cut off."); }, CancellationToken.None);
        await interrupted.Should().ThrowAsync<InvalidOperationException>();

        var copied = await copy.RunAsync(database.ConnectionString!, _ => { }, CancellationToken.None);
        copied.Single(table => table.Name == "users").Rows.Should().Be(10);
        copied.Single(table => table.Name == "messages").Rows.Should().Be(50);
    }

    [Theory]
    [InlineData("copy-to", "copy-to takes")]
    [InlineData("copy-to mysql --connection Host=localhost", "copy-to takes")]
    [InlineData("copy-to postgres --connection nonsense", "--connection: this is no connection string")]
    public async Task A_mistake_is_answered_with_a_line(string command, string line)
    {
        await using var forum = new ForumProcess();
        var (code, output) = await forum.RunAsync(command.Split(' '));
        code.Should().Be(2);
        output.Trim().Split('\n')[^1].Should().StartWith(line);
    }

    private static async Task<List<string>> AnswersAsync(Door door, string[] paths)
    {
        List<string> answers = [];
        foreach (var path in paths) answers.Add((await door.GetAsync(path)).ShouldBe(200).Body);
        return answers;
    }
}
