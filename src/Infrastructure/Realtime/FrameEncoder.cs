using System.Text.Json;
using RealTimeForum.Application.Ports;

namespace RealTimeForum.Infrastructure.Realtime;

/// <summary>A frame becomes bytes once, however many receive them.</summary>
public static class FrameEncoder
{
    public static readonly ReadOnlyMemory<byte> Heartbeat = """{"type":"heartbeat"}"""u8.ToArray();

    public static ReadOnlyMemory<byte> Encode(Frame frame)
    {
        using var buffer = new MemoryStream(512);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ForumJson.Options.Encoder, SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, frame.Type);
            if (frame.ChatId is { } chat) writer.WriteString("chatId"u8, chat);
            if (frame.Seq is { } seq) writer.WriteNumber("seq"u8, seq);
            if (frame.Data is not null)
            {
                writer.WritePropertyName("data"u8);
                JsonSerializer.Serialize(writer, frame.Data, frame.Data.GetType(), ForumJson.Options);
            }
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }
}
