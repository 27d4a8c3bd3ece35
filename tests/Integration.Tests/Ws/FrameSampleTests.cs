using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RealTimeForum.Integration.Tests.Posts;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Ws;

/// <summary>
/// One sample of every frame that the server says, in a file that the pages' tests read as well: a frame that changes its shape fails here, a page
/// that expects another one there. Its values say nothing.
/// </summary>
public sealed class FrameSampleTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    // Said only in storms, after losses or after a long silence: written by hand.
    private static readonly string[] Rare = ["resync", "presence.reset", "receipts.changed", "log.skipped", "heartbeat"];

    private static readonly string File = Path.Combine(ForumProcess.Root, "tests", "fixtures", "frames.json");
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>With <see cref="TestSettings.Approves"/> it writes the samples instead.</summary>
    [Fact]
    public async Task Every_frame_has_the_shape_of_its_sample()
    {
        var said = await SaidAsync();
        var samples = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(File))!.AsObject();
        if (TestSettings.Approves)
        {
            foreach (var (type, frame) in said) samples[type] = Still(JsonNode.Parse(frame.GetRawText()));
            var sorted = new JsonObject(samples.OrderBy(sample => sample.Key, StringComparer.Ordinal).Select(sample => KeyValuePair.Create(sample.Key, sample.Value?.DeepClone())));
            await System.IO.File.WriteAllTextAsync(File, sorted.ToJsonString(Layout).ReplaceLineEndings("\n") + "\n");
            return;
        }
        samples.Select(sample => sample.Key).Should().BeEquivalentTo(said.Keys.Concat(Rare));
        foreach (var (type, frame) in said) ShapeOf(JsonNode.Parse(frame.GetRawText())).Should().Be(ShapeOf(samples[type]), "{0} is said so", type);
    }

    /// <summary>The first frame of each type that two people hear while everything happens once.</summary>
    private async Task<SortedDictionary<string, JsonElement>> SaidAsync()
    {
        var (ada, bob, cay) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        await using var socket = await ada.ConnectAsync();
        await using var other = await bob.ConnectAsync();
        await socket.NextAsync("presence.changed");
        await socket.ExchangeAsync("message.shout");

        var chat = await bob.ChatWithAsync(ada);
        var first = await other.AskAsync("message.send", new { chatId = chat, clientMessageId = Guid.NewGuid(), content = "first" });
        var message = (await other.AskAsync("message.send", new { chatId = chat, clientMessageId = Guid.NewGuid(), content = $"second, @{ada.Nickname}", replyToId = first.Text("id") })).Text("id");
        await other.AskAsync("message.edit", new { messageId = message, content = "changed" });
        await socket.AskAsync("reaction.add", new { messageId = message, emoji = "👍" });
        (await bob.Http.PutAsync($"/api/messages/{message}/pin")).ShouldBe(204);
        (await bob.Http.DeleteAsync($"/api/messages/{message}/pin")).ShouldBe(204);
        await other.AskAsync("message.delete", new { messageId = message });
        await other.AskAsync("typing", new { chatId = chat });
        await socket.AskAsync("chat.read", new { chatId = chat, seq = 1 });
        (await ada.Http.PutAsync($"/api/chats/{chat}/notifications", new { level = "mentions", quietUntil = (string?)null })).ShouldBe(200);

        var group = await ada.GroupWithAsync(bob);
        (await ada.Http.PostAsync($"/api/chats/{group}/members/{cay.Id}", new { })).ShouldBe(200);
        (await ada.Http.PatchAsync($"/api/chats/{group}", new { name = "Another name" })).ShouldBe(200);
        (await ada.Http.DeleteAsync($"/api/chats/{group}/members/{bob.Id}")).ShouldBe(204);

        (await ada.Http.PatchAsync("/api/me", new { firstName = "Other" })).ShouldBe(200);
        (await ada.Http.PutAsync($"/api/blocks/{cay.Id}")).ShouldBe(204);
        await socket.AskAsync("watch", new { topic = "posts" });
        var post = await forum.PostAsync(bob, "Heard of");
        await socket.AskAsync("watch", new { topic = $"post:{post}" });
        (await bob.Http.PatchAsync($"/api/posts/{post}", new { title = "Changed" })).ShouldBe(200);
        var comment = await ForumWithStaff.CommentAsync(bob, post, $"A word to @{ada.Nickname}");
        (await bob.Http.PatchAsync($"/api/comments/{comment}", new { content = $"Other words to @{ada.Nickname}" })).ShouldBe(200);
        (await bob.Http.PutAsync($"/api/posts/{post}/reactions/👍")).ShouldBe(200);
        var notice = await socket.NextAsync("notification.created");
        (await ada.Http.PutAsync("/api/notifications/read", new { upTo = notice.Text("data", "id") })).Status.Should().BeOneOf(200, 204);
        await socket.NextAsync("notifications.read");
        await other.NextAsync("chat.removed");
        await Task.Delay(Limits.Silence);

        var said = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var frame in socket.Frames.Concat(other.Frames).Where(frame => frame.Text("type") != "reply" && !Rare.Contains(frame.Text("type")))) said.TryAdd(frame.Text("type"), frame);
        said["reply"] = other.Frames.First(frame => frame.Text("type") == "reply");
        return said;
    }

    /// <summary>Names and kinds; what a value is, and how many there are, is left out.</summary>
    private static string ShapeOf(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject fields => $"{{{string.Join(", ", fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}: {ShapeOf(field.Value)}"))}}}",
        JsonArray items => items.Count == 0 ? "[]" : $"[{ShapeOf(items[0])}]",
        _ => node.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? "Boolean" : $"{node.GetValueKind()}",
    };

    private static JsonNode? Still(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, Still(field.Value)))),
        JsonArray items => new JsonArray([.. items.Take(1).Select(Still)]),
        JsonValue value when value.TryGetValue<string>(out var text) && Guid.TryParse(text, out _) => "01900000-0000-7000-8000-000000000001",
        JsonValue value when value.TryGetValue<string>(out var text) && text.EndsWith('Z') && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _) => "2026-01-01T08:00:00.000Z",
        _ => node?.DeepClone(),
    };
}
