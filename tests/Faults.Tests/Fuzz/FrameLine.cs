using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Socket = System.Net.Sockets.Socket;

namespace RealTimeForum.Faults.Tests.Fuzz;

/// <summary>One WebSocket by hand: many frames at once, and as many answers.</summary>
public sealed class FrameLine(Uri forum) : IDisposable
{
    private Socket? _socket;
    private NetworkStream? _stream;

    /// <returns>The status of each answer, 200 for a reply, in the order they came; fewer when the connection ended; and the code that it ended with.</returns>
    public async Task<(IReadOnlyList<(int Status, string Text)> Answers, int? Closed)> AskAsync(string token, IReadOnlyList<Input> inputs)
    {
        List<(int, string)> answers = [];
        int? closed = null;
        try
        {
            _socket ??= await WebSocketFrame.OpenAsync(forum, token);
            _stream ??= new NetworkStream(_socket);
            var sending = _stream.WriteAsync(inputs.SelectMany(input => WebSocketFrame.Of(0x81, input.Bytes)).ToArray()).AsTask();
            while (answers.Count < inputs.Count && closed is null)
            {
                var (kind, payload) = await ReadAsync(_stream).WaitAsync(Limits.Answer);
                if (kind == 8) closed = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : 0;
                else if (kind == 9) await _stream.WriteAsync(WebSocketFrame.Of(0x8A, payload));
                else if (payload.AsSpan().StartsWith("{\"type\":\"reply\""u8)) answers.Add((200, ""));
                else if (payload.AsSpan().StartsWith("{\"type\":\"error\""u8)) answers.Add(((int)JsonDocument.Parse(payload).RootElement.Number("error", "status"), Encoding.UTF8.GetString(payload)));
            }
            await sending;
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"Only {answers.Count} answers to {string.Join('\n', inputs.Select(input => input.Text))}", exception);
        }
        catch (Exception exception) when (exception is IOException or SocketException or UpgradeRefusedException)
        {
            closed ??= exception is UpgradeRefusedException refused ? refused.Status : 0;
        }
        if (closed is not null) End();
        return (answers, closed);
    }

    public void Dispose() => End();

    private static async Task<(int Kind, byte[] Payload)> ReadAsync(NetworkStream stream)
    {
        var head = new byte[2];
        await stream.ReadExactlyAsync(head);
        long length = head[1];
        if (length >= 126)
        {
            var more = new byte[length == 126 ? 2 : 8];
            await stream.ReadExactlyAsync(more);
            length = more.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(more) : BinaryPrimitives.ReadInt64BigEndian(more);
        }
        var payload = new byte[length];
        await stream.ReadExactlyAsync(payload);
        return (head[0] & 0x0F, payload);
    }

    private void End()
    {
        _stream?.Dispose();
        _socket?.Dispose();
        (_stream, _socket) = (null, null);
    }
}
