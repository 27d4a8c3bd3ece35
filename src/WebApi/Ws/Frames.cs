using System.Text.Json;
using System.Text.Json.Serialization;
using RealTimeForum.WebApi.Http;

namespace RealTimeForum.WebApi.Ws;

/// <summary>What a client says: an envelope whose <c>id</c> is echoed and whose <c>data</c> is read by <c>type</c>.</summary>
internal readonly record struct ClientFrame(JsonElement Id, string Type, JsonElement Data)
{
    public const int MaxTypeLength = 64;
    public const int MaxIdLength = 128;

    /// <returns>Null when this is no envelope; a frame without a usable id has an undefined one.</returns>
    public static ClientFrame? Read(ReadOnlyMemory<byte> text)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16 });
            root = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
        if (root.ValueKind is not JsonValueKind.Object) return null;
        var id = Find(root, "id") is { } given && IsId(given) ? given : default;
        var type = Find(root, "type") is { } name ? TextOf(name) ?? "" : "";
        return new ClientFrame(id, type.Length > MaxTypeLength ? "" : type, Find(root, "data") ?? default);
    }

    /// <summary>The last one of that name. A name with half of a surrogate pair is no name: looking one up by name would stumble over it.</summary>
    private static JsonElement? Find(JsonElement root, string name)
    {
        JsonElement? found = null;
        foreach (var property in root.EnumerateObject())
        {
            if (IsNamed(property, name)) found = property.Value;
        }
        return found;
    }

    private static bool IsNamed(JsonProperty property, string name)
    {
        try { return property.NameEquals(name); }
        catch (InvalidOperationException) { return false; }
    }

    private static bool IsId(JsonElement id) =>
        (id.ValueKind is JsonValueKind.Number || TextOf(id) is not null) && id.GetRawText().Length <= MaxIdLength;

    /// <returns>Null when it is no text, or one with half of a surrogate pair.</returns>
    private static string? TextOf(JsonElement value)
    {
        try { return value.ValueKind is JsonValueKind.String ? value.GetString() : null; }
        catch (InvalidOperationException) { return null; }
    }
}

internal sealed record MessageSendData(Guid? ChatId = null, Guid? ClientMessageId = null, string Content = "", Guid? ReplyToId = null, IReadOnlyList<Guid>? AttachmentIds = null);

internal sealed record MessageEditData(Guid? MessageId = null, string Content = "", IReadOnlyList<Guid>? AttachmentIds = null);

internal sealed record MessageDeleteData(Guid? MessageId = null);

internal sealed record ReactionData(Guid? MessageId = null, string Emoji = "");

internal sealed record MarkData(Guid? ChatId = null, long? Seq = null);

internal sealed record TypingData(Guid? ChatId = null);

internal sealed record PresenceData(string State = "");

internal sealed record TopicData(string Topic = "");

/// <summary>The first frame of every connection.</summary>
internal sealed record HelloData(Guid ConnectionId, string Epoch, object User, DateTimeOffset ServerTime, int HeartbeatSeconds);

internal sealed record PongData(DateTimeOffset ServerTime);

/// <summary>What the server answers.</summary>
internal static class ServerFrames
{
    public static ReadOnlyMemory<byte> Reply(JsonElement id, object? data) =>
        JsonSerializer.SerializeToUtf8Bytes(new ReplyFrame("reply", Known(id), data), WebJson.Options);

    public static ReadOnlyMemory<byte> Error(JsonElement id, Microsoft.AspNetCore.Mvc.ProblemDetails problem) =>
        JsonSerializer.SerializeToUtf8Bytes(new ErrorFrame("error", Known(id), problem), WebJson.Options);

    private static JsonElement? Known(JsonElement id) => id.ValueKind is JsonValueKind.Undefined ? null : id;

    internal sealed record ReplyFrame(string Type, JsonElement? Id, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] object? Data);

    internal sealed record ErrorFrame(string Type, JsonElement? Id, Microsoft.AspNetCore.Mvc.ProblemDetails Error);
}
