using System.Globalization;
using RealTimeForum.Faults.Tests.Crowd;
using Xunit.Abstractions;

namespace RealTimeForum.Faults.Tests.Storage;

/// <summary>A damaged database stops the start with one line, or is served as far as it can be; what is acknowledged on it is there.</summary>
public sealed class DamageTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Damaged_files_are_refused_clearly_and_nothing_is_acknowledged_that_is_not_there()
    {
        using var whole = new DataFolder();
        var (token, chat) = await MakeAsync(whole.Path);
        List<string> wrong = [];
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var variants = Counts.Of(4, 200);
        for (var variant = 0; variant < variants; variant++)
        {
            using var folder = new DataFolder();
            Copy(whole.Path, folder.Path);
            // The short form takes one of each of the commonest.
            var done = Damage.Do(Counts.IsLong ? variant : variant * 3, folder.Path);
            var met = await MeetAsync(folder.Path, token, chat, isStartedAgain: variant % 4 == 0);
            outcomes[met.Outcome] = outcomes.GetValueOrDefault(met.Outcome) + 1;
            wrong.AddRange(met.Wrong.Select(what => $"{variant} ({done}): {what}"));
        }
        foreach (var (outcome, times) in outcomes) output.WriteLine($"{times} {outcome}");
        foreach (var what in wrong) output.WriteLine(what);
        wrong.Should().BeEmpty();
    }

    /// <summary>A forum with a past, as kill -9 leaves it: some of it in the database, some in its log.</summary>
    private static async Task<(string Token, string Chat)> MakeAsync(string folder)
    {
        await using var forum = new ForumProcess { DataDirectory = folder };
        await forum.StartAsync();
        var people = await forum.SignUpAsync(10);
        var chat = await people[0].GroupWithAsync(people[1..]);
        var category = (await people[0].Http.GetAsync("/api/categories")).ShouldBe(200).Json.Items()[0].Text("id");
        for (var i = 0; i < 100; i++)
        {
            await people[i % 10].SayAsync(chat, $"{i} {new string('x', 500)}");
            if (i % 5 == 0) (await people[i % 10].Http.PostAsync("/api/posts", new { title = $"Post {i}", content = new string('y', 2_000), categoryId = category })).ShouldBe(201);
        }
        var token = await people[0].MakeTokenAsync();
        await forum.StopAsync();
        await forum.StartAsync();
        for (var i = 0; i < 50; i++) await people[i % 10].SayAsync(chat, $"later {i}");
        await forum.KillAsync();
        return (token, chat);
    }

    private static async Task<(string Outcome, IReadOnlyList<string> Wrong)> MeetAsync(string folder, string token, string chat, bool isStartedAgain)
    {
        List<string> wrong = [];
        await using var forum = new ForumProcess { DataDirectory = folder };
        if (await forum.TryStartAsync() is { } code)
        {
            var lines = forum.Output.Trim().Split('\n');
            if (code != 2 || lines.Length != 1 || !lines[0].StartsWith("Forum:Da", StringComparison.Ordinal)) wrong.Add($"it ended with {code} and wrote: {forum.Output}");
            return ("refused at the start", wrong);
        }
        using var door = new Door(forum, token);
        var acknowledged = new Dictionary<Guid, long>();
        var refused = 0;
        try
        {
            for (var i = 0; i < 5; i++)
            {
                var id = Guid.NewGuid();
                var sent = Look(await door.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = id, content = $"new {i}" }));
                if (sent.Status == 201) acknowledged[id] = sent.Json.Number("seq");
                else refused++;
            }
            foreach (var path in new[] { $"/api/chats/{chat}", $"/api/chats/{chat}/messages", $"/api/chats/{chat}/events?after=0", "/api/chats", "/api/roster", "/api/posts", "/api/search?q=later&in=messages", "/api/me" })
                if (Look(await door.GetAsync(path)).Status != 200) refused++;
            await FindAsync(door);
            if (isStartedAgain)
            {
                await forum.KillAsync();
                if (await forum.TryStartAsync() is null) await FindAsync(door);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            wrong.Add($"it did not answer: {exception.Message} {forum.Output}");
        }
        return (acknowledged.Count == 0 ? "served without writing" : refused > 0 ? "served in part" : "served", wrong);

        Answer Look(Answer answer)
        {
            if (answer.Status >= 500 && (answer.Status != 503 || answer.Json.Text("code") is not ("server.storage" or "server.busy")))
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{answer.Status} {answer.Body} {forum.Output.Split('\n').Take(3).Aggregate("", string.Concat)}"));
            return answer;
        }

        async Task FindAsync(Door reader)
        {
            if (acknowledged.Count == 0) return;
            try
            {
                var there = (await History.ReadAsync(reader, chat, acknowledged.Values.Min() - 1)).ToDictionary(message => message.GetProperty("clientMessageId").GetGuid(), message => message.Number("seq"));
                foreach (var (id, seq) in acknowledged)
                    if (there.GetValueOrDefault(id) != seq) wrong.Add($"{seq} was acknowledged and is not there");
            }
            catch (IOException)
            {
                // A clear 503: it cannot be read.
            }
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var name in new[] { "forum.db", "forum.db-wal" }) File.Copy(Path.Combine(from, name), Path.Combine(to, name));
    }
}
