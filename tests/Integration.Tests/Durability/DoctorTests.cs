using Microsoft.Data.Sqlite;
using RealTimeForum.Infrastructure.Backups;
using RealTimeForum.Infrastructure.Persistence.Sqlite;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Durability;

/// <summary>The doctor finds what was broken on purpose, and says how to mend it.</summary>
[Trait("Database", "Sqlite")]
public sealed class DoctorTests(DoctorTests.Patient patient) : IClassFixture<DoctorTests.Patient>
{
    [Fact]
    public async Task What_is_well_is_called_well()
    {
        var (failed, said) = await ExamineAsync("SELECT 1");
        failed.Should().Be(0, "it said {0}", string.Join('\n', said));
        said.Should().OnlyContain(line => line.StartsWith("ok ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DELETE FROM chat_log WHERE seq = 2", "Every chat's log counts")]
    [InlineData("UPDATE members SET read_seq = 99", "No mark is ahead of the log")]
    [InlineData("UPDATE chats SET last_message_seq = 1", "A chat knows its newest message")]
    [InlineData("UPDATE chats SET member_count = 3", "A chat counts its members")]
    [InlineData("UPDATE chats SET pin_count = 1", "A chat counts its pins")]
    [InlineData("UPDATE messages SET deleted_at = 1 WHERE seq = 1", "A deleted message holds no text")]
    [InlineData("UPDATE posts SET comment_count = 7", "A post counts its comments")]
    [InlineData("DELETE FROM clients", "Everybody has a chat side")]
    [InlineData("UPDATE messages SET sender = zeroblob(16)", "Whoever wrote a message is known")]
    [InlineData("UPDATE users SET erased_at = 1", "Who can sign in is somebody")]
    [InlineData("UPDATE posts SET last_comment_number = 0", "A comment's number is its post's")]
    [InlineData("UPDATE comments SET reply_count = 3", "A comment counts its answers")]
    [InlineData("UPDATE posts SET reactions = 'x 1'", "A post counts its reactions")]
    [InlineData("UPDATE post_reactions SET emoji = 'x'", "A post counts its reactions")]
    [InlineData("DELETE FROM post_reactions", "A post counts its reactions")]
    [InlineData("UPDATE comments SET reactions = 'x 1'", "A comment counts its reactions")]
    [InlineData("UPDATE chats SET owner_id = zeroblob(16), is_group = 1", "A group's owner is in it")]
    [InlineData("DELETE FROM messages WHERE seq = 2", "Every line about a message finds it")]
    [InlineData("UPDATE chat_log SET type = 2 WHERE seq = 2", "Every message has its line in the log")]
    [InlineData("UPDATE sessions SET user_id = zeroblob(16)", "Nothing points at what is not there")]
    [InlineData("DELETE FROM search_places WHERE thing = (SELECT id FROM messages LIMIT 1)", "The search index has everything that can be found")]
    [InlineData("INSERT INTO search_posts(search_posts) VALUES('delete-all')", "The search index has everything that can be found")]
    [InlineData("INSERT INTO search_places(place, thing) VALUES(1, zeroblob(16))", "The search index has nothing else")]
    [InlineData("INSERT INTO search_comments(rowid, words, stems, tags) VALUES(5, 'x', 'x', 'a0')", "The search index has nothing else")]
    [InlineData("UPDATE search_messages_data SET block = zeroblob(40) WHERE id > 10", "The search index can be read")]
    public async Task The_doctor_finds_what_does_not_hold(string harm, string finding)
    {
        var (failed, said) = await ExamineAsync(harm);
        failed.Should().BePositive();
        said.Should().Contain(line => line.StartsWith($"WRONG  {finding}", StringComparison.Ordinal)).And.Contain(line => line.Contains("To mend it:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_ends_with_1_for_whoever_calls_it_from_a_script()
    {
        await using var forum = new ForumProcess();
        File.Copy(patient.Copy(), Path.Combine(forum.DataDirectory, "forum.db"));
        var well = await forum.RunAsync("doctor");
        (well.ExitCode, well.Output.TrimEnd().Split('\n')[^1]).Should().Be((0, "All is well."));
        Run(Path.Combine(forum.DataDirectory, "forum.db"), "UPDATE posts SET comment_count = 7");
        var ill = await forum.RunAsync("doctor");
        (ill.ExitCode, ill.Output.TrimEnd().Split('\n')[^1]).Should().Be((1, "1 wrong."));
    }

    private async Task<(int Failed, List<string> Said)> ExamineAsync(string harm)
    {
        var copy = patient.Copy();
        Run(copy, harm);
        List<string> said = [];
        return (await new Doctor(new SqliteDatabase(copy)).ExamineAsync(said.Add, CancellationToken.None), said);
    }

    private static void Run(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False;Foreign Keys=False");
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>A forum with something of everything in it.</summary>
    public sealed class Patient : ForumApp, IAsyncLifetime
    {
        private int _copies;

        public string Copy()
        {
            var path = Path.Combine(DataDirectory, $"copy-{Interlocked.Increment(ref _copies)}.db");
            Run(Path.Combine(DataDirectory, "forum.db"), $"VACUUM INTO '{path}'");
            return path;
        }

        async Task IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            var (ada, bob) = (await SignUpAsync(), await SignUpAsync());
            var chat = await ada.ChatWithAsync(bob);
            for (var i = 0; i < 3; i++) await ada.SayAsync(chat, $"message {i}");
            var category = (await ada.Http.GetAsync("/api/categories")).Json.Items()[0].Text("id");
            var post = (await ada.Http.PostAsync("/api/posts", new { title = "A title", content = "A text", categoryId = category })).ShouldBe(201).Json.Text("id");
            var comment = (await bob.Http.PostAsync($"/api/posts/{post}/comments", new { content = "A comment" })).ShouldBe(201).Json.Text("id");
            (await ada.Http.PostAsync($"/api/posts/{post}/comments", new { content = "An answer", parentId = comment })).ShouldBe(201);
            foreach (var thing in new[] { $"posts/{post}", $"comments/{comment}" }) (await ada.Http.PutAsync($"/api/{thing}/reactions/%F0%9F%91%8D")).ShouldBe(200);
        }
    }
}
