using System.IO.Compression;
using Microsoft.Data.Sqlite;
using Npgsql;
using RealTimeForum.Infrastructure.Backups;
using RealTimeForum.Infrastructure.Persistence.Sqlite;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Durability;

/// <summary>A database of an earlier version is brought up to this one with all that is in it; one of a later version is left alone.</summary>
public sealed class UpgradeTests
{
    private static readonly string Folder = Path.Combine(ForumProcess.Root, "tests", "fixtures", "databases");

    /// <summary>Each made by the program of its time: two people, a private chat, a group, a post with comments. SQLite's files, and what <c>pg_dump --inserts</c> wrote.</summary>
    public static TheoryData<string> Earlier => [.. Directory.GetFiles(Folder, "*.gz").Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Earlier))]
    [Trait("Database", "Sqlite")]
    public async Task A_forum_of_an_earlier_version_goes_on_with_all_that_was_in_it(string file)
    {
        ForumApp forum = file.StartsWith("sqlite", StringComparison.Ordinal) ? new KeptForum(file) : new RestoredForum(file);
        await forum.InitializeAsync();
        try { await ShouldGoOnAsync(forum); }
        finally { await forum.DisposeAsync(); }
    }

    private static async Task ShouldGoOnAsync(ForumApp forum)
    {
        using var ada = forum.Visitor();
        (await ada.PostAsync("/api/session", new { login = "ada", password = Person.Password })).ShouldBe(200).Json.Text("email").Should().Be("ada@example.org");

        var post = (await forum.Visitor().GetAsync("/api/posts")).ShouldBe(200).Json.Items().Should().ContainSingle().Subject;
        (post.Text("title"), post.Number("commentCount"), post.At("author").Text("nickname"), post.Items("reactions").Count).Should().Be(("The first post", 2, "ada", 1));
        (await ada.GetAsync($"/api/posts/{post.Text("id")}")).Json.Text("contentHtml").Should().Contain("<strong>bold</strong>");
        (await ada.GetAsync($"/api/posts/{post.Text("id")}/comments")).Json.Items().Select(comment => comment.Text("content")).Should().BeEquivalentTo("A comment", "An answer");

        var chats = (await ada.GetAsync("/api/chats")).ShouldBe(200).Json.Items();
        chats.Should().HaveCount(2).And.ContainSingle(chat => chat.Flag("isGroup")).Which.Text("name").Should().Be("A group");
        var chat = chats.Single(chat => !chat.Flag("isGroup"));
        var messages = (await ada.GetAsync($"/api/chats/{chat.Text("id")}/messages")).ShouldBe(200).Json.Items();
        messages.Select(message => message.Text("content")).Should().Equal("Hello Bob, edited", "Hello Ada, with субботами", "");
        (messages[1].Items("reactions").Count, messages[2].Flag("isDeleted"), messages[0].Flag("isRead")).Should().Be((1, true, true));
        var events = (await ada.GetAsync($"/api/chats/{chat.Text("id")}/events?after=0")).ShouldBe(200).Json;
        events.Items("events").Select(one => one.Number("seq")).Should().Equal(Enumerable.Range(1, (int)events.Number("lastSeq")).Select(seq => (long)seq));
        foreach (var (kind, word) in new[] { ("posts", "words"), ("comments", "answer"), ("messages", "суббота") })
            (await ada.GetAsync($"/api/search?in={kind}&q={word}")).ShouldBe(200).Json.Items().Should().ContainSingle("{0} are found", kind);

        (await ada.PostAsync($"/api/chats/{chat.Text("id")}/messages", new { clientMessageId = Guid.NewGuid(), content = "life goes on" })).ShouldBe(201).Json.Number("seq").Should().Be(events.Number("lastSeq") + 1);
        if (forum is RestoredForum) return; // The doctor is for SQLite.
        List<string> said = [];
        (await new Doctor(new SqliteDatabase(Path.Combine(forum.DataDirectory, "forum.db"))).ExamineAsync(said.Add, CancellationToken.None)).Should().Be(0, "the doctor said {0}", string.Join('\n', said));
    }

    private const string Later = """INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_Later', '99')""";

    [Fact]
    [Trait("Database", "Sqlite")]
    public async Task An_older_program_refuses_a_newer_database_with_one_line()
    {
        await using var forum = new ForumProcess();
        await UnpackAsync("sqlite-1-start.db.gz", forum.DataDirectory);
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(forum.DataDirectory, "forum.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = new SqliteCommand(Later, connection);
            await command.ExecuteNonQueryAsync();
        }
        ShouldRefuse(await forum.RunAsync());
        (await forum.RunAsync("doctor")).Should().Match<(int ExitCode, string Output)>(done => done.ExitCode == 2 && done.Output.Contains("another version", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Database", "Sqlite")]
    public async Task On_PostgreSQL_too()
    {
        await using var database = await TestDatabase.MakeServersAsync();
        await using (var connection = new NpgsqlConnection(database.ConnectionString))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(Later, connection);
            await command.ExecuteNonQueryAsync();
        }
        ShouldRefuse(await ForumProcess.RunToEndAsync([.. database.Settings.Select(setting => (setting.Key, setting.Value))]));
    }

    private static async Task UnpackAsync(string file, string folder)
    {
        await using var packed = new GZipStream(File.OpenRead(Path.Combine(Folder, file)), CompressionMode.Decompress);
        await using var unpacked = File.Create(Path.Combine(folder, "forum.db"));
        await packed.CopyToAsync(unpacked);
    }

    private static async Task<string> ReadAsync(string file)
    {
        await using var packed = new GZipStream(File.OpenRead(Path.Combine(Folder, file)), CompressionMode.Decompress);
        using var text = new StreamReader(packed);
        return await text.ReadToEndAsync();
    }

    private static void ShouldRefuse((int ExitCode, string Output) done)
    {
        done.ExitCode.Should().Be(2, "it said {0}", done.Output);
        done.Output.Trim().Split('\n').Should().ContainSingle().Which.Should().Contain("made by a later version of the program (29990101000000_Later); start that one");
    }

    /// <summary>On a database that another version left behind.</summary>
    private sealed class KeptForum(string file) : ForumApp
    {
        protected override async Task<TestDatabase> MakeDatabaseAsync()
        {
            await UnpackAsync(file, DataDirectory);
            return await base.MakeDatabaseAsync();
        }
    }

    /// <summary>On a database that was dumped from a server by another version.</summary>
    private sealed class RestoredForum(string file) : ForumApp
    {
        protected override async Task<TestDatabase> MakeDatabaseAsync() => await TestDatabase.RestoreAsync(await ReadAsync(file));
    }
}
