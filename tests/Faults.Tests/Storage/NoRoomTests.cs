using System.Globalization;
using Microsoft.Data.Sqlite;
using RealTimeForum.Faults.Tests.Breaking;
using RealTimeForum.Faults.Tests.Crowd;
using Xunit.Abstractions;

namespace RealTimeForum.Faults.Tests.Storage;

/// <summary>The database cannot be written to for a while: nobody is told otherwise, reading goes on, and it mends itself.</summary>
public sealed class NoRoomTests(ITestOutputHelper output)
{
    [Fact, Trait("Needs", "Root")]
    public async Task A_full_disk_refuses_writes_until_there_is_room_again()
    {
        await using var disk = await Disk.OfMemoryAsync(megabytes: 32);
        await using var forum = new ForumProcess { DataDirectory = disk.Folder };
        var filler = Path.Combine(disk.Folder, "filler");
        await SufferAsync(forum, Counts.Of(1, 10), fault: async () =>
        {
            // As much as there is.
            await Shell.RunAsync("sh", "-c", $"dd if=/dev/zero of={filler} bs=64k 2>/dev/null; test -s {filler}");
        }, mend: () =>
        {
            File.Delete(filler);
            return Task.CompletedTask;
        }, expected: "server.storage");
    }

    [Fact, Trait("Form", "Long")]
    public async Task Writing_errors_refuse_writes_until_they_end()
    {
        // No file may grow: the system answers each such write with an error.
        await using var forum = new ForumProcess { Before = "trap '' XFSZ" };
        await SufferAsync(forum, 10, () => LimitAsync("4096"), () => LimitAsync("unlimited"), expected: "server.storage");

        Task LimitAsync(string bytes) => Shell.RunAsync("prlimit", "--pid", forum.ProcessId.ToString(CultureInfo.InvariantCulture), $"--fsize={bytes}:unlimited");
    }

    [Fact, Trait("Form", "Long")]
    public async Task Locked_from_outside_for_three_seconds_nobody_notices()
    {
        await using var forum = new ForumProcess();
        await forum.StartAsync();
        await using var writers = await Writers.GatherAsync([forum]);
        writers.Start(TimeSpan.FromMilliseconds(20));
        await writers.WriteAsync(50);
        await using (await LockAsync(forum)) await Task.Delay(TimeSpan.FromSeconds(3));
        await writers.WriteAsync(50);
        var verdict = await writers.JudgeAsync();
        output.WriteLine($"{verdict}");
        verdict.ShouldBeClean();
        verdict.Refused.Should().Be(0, "three seconds are waited for");
    }

    [Fact, Trait("Form", "Long")]
    public async Task Locked_from_outside_for_a_minute_writes_are_refused_and_reading_goes_on()
    {
        await using var forum = new ForumProcess();
        SqliteConnection? held = null;
        await SufferAsync(forum, 1, async () => held = await LockAsync(forum), async () => await held!.DisposeAsync(), expected: "server.busy", lasts: TimeSpan.FromSeconds(60));
    }

    [Fact, Trait("Form", "Long"), Trait("Needs", "Root")]
    public async Task A_folder_that_may_only_be_read_stops_the_start_with_one_line()
    {
        await using var disk = await Disk.OfMemoryAsync(megabytes: 32);
        await using var forum = new ForumProcess { DataDirectory = disk.Folder };
        await forum.StartAsync();
        var ada = await forum.SignUpAsync();
        await forum.KillAsync();
        await disk.MakeReadOnlyAsync();

        var before = forum.Output.Length;
        (await forum.TryStartAsync()).Should().Be(2);
        forum.Output[before..].Trim().Split('\n').Should().ContainSingle().Which.Should().Contain("Forum:DataDirectory").And.Contain("ead-only").And.NotContain("another process");

        await disk.MakeWritableAsync();
        await forum.StartAsync();
        (await ada.Http.GetAsync("/api/me")).ShouldBe(200);
    }

    [Fact, Trait("Form", "Long"), Trait("Needs", "Root")]
    public async Task A_program_that_answers_before_its_commit_is_found_out()
    {
        await using var disk = await Disk.OfMemoryAsync(megabytes: 32);
        await using var forum = new ForumProcess { DataDirectory = disk.Folder };
        await forum.StartAsync();
        await using var writers = await Writers.GatherAsync([forum]);
        await forum.StartAgainBrokenAsync("answers-early");
        writers.Start(TimeSpan.FromMilliseconds(20));
        await Shell.RunAsync("sh", "-c", $"dd if=/dev/zero of={disk.Folder}/filler bs=64k 2>/dev/null; true");
        await writers.WriteAsync(50);
        File.Delete(Path.Combine(disk.Folder, "filler"));
        await writers.WriteAsync(20);
        var verdict = await writers.CompareAsync();
        output.WriteLine($"{verdict}");
        verdict.Lost.Should().NotBeEmpty();
    }

    private async Task SufferAsync(ForumProcess forum, int times, Func<Task> fault, Func<Task> mend, string expected, TimeSpan lasts = default)
    {
        await forum.StartAsync();
        await using var writers = await Writers.GatherAsync([forum]);
        writers.Start(TimeSpan.FromMilliseconds(20));
        using var reader = new Door(forum, writers.Tokens[0]);
        for (var time = 0; time < times; time++)
        {
            await writers.WriteAsync(50);
            await fault();
            var refused = writers.Journal.Refused;
            await Limits.UntilAsync(() => Task.FromResult(writers.Journal.Refused > refused + writers.Tokens.Count), "writes to be refused");
            (await reader.PostAsync($"/api/chats/{writers.Chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "0 1" })).ShouldBeProblem(503, expected);
            (await reader.GetAsync($"/api/chats/{writers.Chat}/messages")).ShouldBe(200).Json.Items().Should().NotBeEmpty();
            (await reader.GetAsync("/api/posts")).ShouldBe(200);
            (await reader.GetAsync("/api/roster")).ShouldBe(200);
            await Task.Delay(lasts);
            await mend();
            await writers.WriteAsync(50);
        }
        await forum.KillAsync();
        await forum.StartAsync();
        var verdict = await writers.JudgeAsync();
        output.WriteLine($"{times} times: {verdict}");
        verdict.ShouldBeClean();
    }

    private static async Task<SqliteConnection> LockAsync(ForumProcess forum)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(forum.DataDirectory, "forum.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
