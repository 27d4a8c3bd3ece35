using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Chats;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Infrastructure;

namespace RealTimeForum.Allocations;

/// <summary>What one message costs in memory on its way, apart from sockets and the database.</summary>
[MemoryDiagnoser]
public class Frames
{
    private static readonly byte[] Sent = Encoding.UTF8.GetBytes(
        """{"id":17,"type":"message.send","data":{"chatId":"019b7892-1c00-7000-8000-00000000189d","clientMessageId":"019b78d7-52c0-4000-8000-000000003c0c","content":"A message of a usual length, about as long as people write them when they chat."}}""");

    private readonly MessageView _message = new(
        Guid.CreateVersion7(), 4_711, Guid.CreateVersion7(), Guid.CreateVersion7(), new UserRef(Guid.CreateVersion7(), "anna"),
        "A message of a usual length, about as long as people write them when they chat.", DateTimeOffset.UtcNow, null, false, false, false, null, [], null, [], false);

    private readonly string _token = SecretToken.New().Text;

    [Benchmark(Description = "read the envelope of message.send")]
    public JsonElement ReadEnvelope()
    {
        using var document = JsonDocument.Parse(Sent);
        return document.RootElement.Clone();
    }

    [Benchmark(Description = "encode message.created, once for all who get it")]
    public byte[] EncodeEvent() => JsonSerializer.SerializeToUtf8Bytes(new Frame("message.created", _message.ChatId, _message.Seq, _message), ForumJson.Options);

    [Benchmark(Description = "filter a text")]
    public string Filter() => TextFilter.Multiline(_message.Content);

    [Benchmark(Description = "hash a token")]
    public byte[] HashToken() => SecretToken.HashOf(_token);
}
