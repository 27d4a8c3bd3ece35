using System.Text.Json;

namespace RealTimeForum.Faults.Tests.Crowd;

/// <summary>A chat as the log has it.</summary>
public static class History
{
    private const int Page = 100;

    /// <exception cref="IOException">It could not be read just now.</exception>
    public static async Task<List<JsonElement>> ReadAsync(Door door, string chat, long after = 0)
    {
        List<JsonElement> messages = [];
        while (true)
        {
            var answer = await door.GetAsync($"/api/chats/{chat}/messages?after={after}&limit={Page}");
            if (answer.Status == 503) throw new IOException(answer.Body);
            var page = answer.ShouldBe(200).Json;
            messages.AddRange(page.Items());
            if (!page.Flag("hasMore")) return messages;
            after = messages[^1].Number("seq");
        }
    }

    /// <summary>Compares it with what was acknowledged and with what each client saw.</summary>
    public static async Task<Verdict> JudgeAsync(Door door, string chat, Journal journal, IEnumerable<Client> clients)
    {
        List<string> lost = [], wrong = [.. journal.Mistakes];
        // What is acknowledged from here on may not be in what is read.
        var acknowledged = journal.Entries.ToArray();
        var messages = await ReadAsync(door, chat);
        var byId = new Dictionary<Guid, JsonElement>();
        var written = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < messages.Count; i++)
        {
            var (message, id) = (messages[i], messages[i].GetProperty("clientMessageId").GetGuid());
            if (message.Number("seq") != i + 1) wrong.Add($"in place {i + 1} of the log is {message.Number("seq")}");
            if (!byId.TryAdd(id, message)) wrong.Add($"{id} is there twice");
            // Each writes 1, 2, 3 …, and the next one only when the last is acknowledged.
            var words = message.Text("content").Split(' ');
            if (written.TryGetValue(words[0], out var before) && int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture) <= before) wrong.Add($"{message.Text("content")} came after {before}");
            written[words[0]] = int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        foreach (var (id, entry) in acknowledged)
        {
            if (!byId.TryGetValue(id, out var message)) lost.Add($"{entry.Seq} ({id}) was acknowledged and is not there");
            else if ((message.Text("id"), message.Number("seq")) != (entry.Id, entry.Seq)) lost.Add($"{id} was acknowledged as {entry.Seq} and is {message.Number("seq")}");
        }
        var lastSeq = (await door.GetAsync($"/api/chats/{chat}")).ShouldBe(200).Json.Number("lastSeq");
        if (lastSeq != messages.Count) wrong.Add($"the chat says that it is at {lastSeq}, and has {messages.Count}");
        foreach (var client in clients)
        {
            if (!client.Seen.SequenceEqual(messages.Select(message => message.Text("id")), StringComparer.Ordinal)) wrong.Add($"client {client.Number} saw {client.Seen.Count} messages, not the {messages.Count} of the log");
        }
        return new Verdict(acknowledged.Length, journal.Refused, lost, wrong);
    }
}
