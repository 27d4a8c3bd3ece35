using Microsoft.Data.Sqlite;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Durability;

/// <summary>A backup is taken while people write, and what comes back is whole.</summary>
[Trait("Database", "Sqlite")]
public sealed class BackupTests
{
    [Fact]
    public async Task A_backup_under_load_is_whole_and_restoring_it_goes_back_to_that_moment()
    {
        await using var forum = new ForumProcess();
        await forum.StartAsync();
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        for (var i = 0; i < 20; i++) await ada.SayAsync(chat, $"before {i}");
        var epoch = await EpochAsync(ada);

        using var stop = new CancellationTokenSource();
        var writing = WriteAsync(bob, chat, stop.Token);
        var file = Path.Combine(forum.DataDirectory, "kept.tar");
        (await forum.RunAsync("backup", file)).ExitCode.Should().Be(0);
        (await forum.RunAsync("backup", file)).Should().Match<(int ExitCode, string Output)>(done => done.ExitCode == 2 && done.Output.Contains("exists already", StringComparison.Ordinal));
        await stop.CancelAsync();
        var written = await writing;
        await ada.SayAsync(chat, "after the backup");
        (await forum.RunAsync("restore", file)).Output.Should().Contain("another process uses");
        (await forum.StopAsync()).Should().Be(0);

        (await forum.RunAsync("restore", file)).ExitCode.Should().Be(0);
        (await forum.RunAsync("doctor")).ExitCode.Should().Be(0);
        await forum.StartAsync();
        var seqs = (await ada.Http.GetAsync($"/api/chats/{chat}/messages?limit=100")).ShouldBe(200).Json.Items().Select(message => (message.Number("seq"), message.Text("content"))).ToList();
        seqs.Select(message => message.Item1).Should().Equal(Enumerable.Range(1, seqs.Count).Select(seq => (long)seq));
        seqs.Count.Should().BeInRange(20, 20 + written);
        seqs.Should().NotContain(message => message.Item2 == "after the backup");
        (await EpochAsync(ada)).Should().NotBe(epoch, "clients must forget what came after");
        await ada.SayAsync(chat, "life goes on");
        Directory.GetDirectories(forum.DataDirectory, "before-restore-*").Should().ContainSingle();
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(forum.DataDirectory, "forum.db")};Pooling=False");
        await connection.OpenAsync();
        (await AskAsync(connection, "PRAGMA journal_mode")).Should().Be("wal");
    }

    [Theory]
    [InlineData("not a tar at all")]
    [InlineData("")]
    public async Task What_is_no_backup_is_refused_and_the_forum_stays_as_it_was(string content)
    {
        await using var forum = new ForumProcess();
        await forum.StartAsync();
        await forum.SignUpAsync("stays");
        (await forum.StopAsync()).Should().Be(0);
        var file = Path.Combine(forum.DataDirectory, "wrong.tar");
        await File.WriteAllTextAsync(file, content);
        (await forum.RunAsync("restore", file)).ExitCode.Should().Be(2);
        (await forum.RunAsync("restore", file + ".missing")).Output.Should().Contain("there is no file");
        await forum.StartAsync();
        (await forum.Visitor().GetAsync("/api/users/stays")).ShouldBe(200);
    }

    [Fact]
    public async Task A_running_forum_makes_backups_by_itself_and_keeps_the_newest()
    {
        await using var forum = new ForumProcess(("Forum:Backup:Every", "00:00:01"), ("Forum:Backup:Keep", "2"));
        await forum.StartAsync();
        var folder = Path.Combine(forum.DataDirectory, "backups");
        HashSet<string> seen = [];
        await Limits.UntilAsync(() =>
        {
            if (Directory.Exists(folder)) seen.UnionWith(Directory.GetFiles(folder, "*.tar"));
            return Task.FromResult(seen.Count >= 4);
        }, "four backups");
        Directory.GetFiles(folder, "*.tar").Length.Should().BeInRange(2, 3);
    }

    private static async Task<int> WriteAsync(Person person, string chat, CancellationToken stopped)
    {
        var written = 0;
        for (; !stopped.IsCancellationRequested && written < 60; written++) await person.SayAsync(chat, $"meanwhile {written}");
        return written;
    }

    private static async Task<string> EpochAsync(Person person)
    {
        await using var socket = await person.ConnectAsync();
        return socket.Frames[0].Text("data", "epoch");
    }

    private static async Task<object?> AskAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
