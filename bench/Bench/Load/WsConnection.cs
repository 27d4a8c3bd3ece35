using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RealTimeForum.Bench.Load;

internal delegate void FrameHandler(WsConnection connection, ReadOnlySpan<byte> text);

/// <summary>One WebSocket over a raw socket: reads frames by their length, answers pings, masks with zeros.</summary>
internal sealed class WsConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly FrameHandler _onText;
    private readonly TaskCompletionSource _firstFrame = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _sending = new();
    private byte[] _buffer;
    private bool _isLeaving;

    private WsConnection(int index, FrameHandler onText, int bufferSize) => (Index, _onText, _buffer) = (index, onText, new byte[bufferSize]);

    /// <summary>Whatever its owner numbers it by.</summary>
    public int Index { get; }

    /// <summary>Frames of text so far.</summary>
    public long Received { get; private set; }

    /// <summary>The code of a goodbye that nobody asked for; -1 when it was just cut.</summary>
    public int? ClosedWith { get; private set; }

    /// <summary>Completes with the first frame, the server's hello.</summary>
    public Task FirstFrame => _firstFrame.Task;

    public Task Reading { get; private set; } = Task.CompletedTask;

    /// <param name="request">The upgrade, see <see cref="Upgrade"/>.</param>
    public static async Task<WsConnection> OpenAsync(IPEndPoint server, ReadOnlyMemory<byte> request, int index, FrameHandler onText, int bufferSize = 16 * 1024)
    {
        var connection = new WsConnection(index, onText, bufferSize);
        await connection._socket.ConnectAsync(server);
        connection._socket.Send(request.Span);
        var received = 0;
        int headersEnd;
        do
        {
            var read = await connection._socket.ReceiveAsync(connection._buffer.AsMemory(received));
            if (read == 0) throw new IOException("The server closed the connection instead of upgrading it.");
            received += read;
            headersEnd = connection._buffer.AsSpan(0, received).IndexOf("\r\n\r\n"u8);
        }
        while (headersEnd < 0);
        if (!connection._buffer.AsSpan(0, received).StartsWith("HTTP/1.1 101"u8)) throw new IOException($"Not upgraded: {Encoding.UTF8.GetString(connection._buffer, 0, Math.Min(received, 200))}");
        connection.Reading = connection.ReadAsync(headersEnd + 4, received);
        return connection;
    }

    public static byte[] Upgrade(string path, string? token) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: forum.v1\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}\r\n");

    /// <summary>A masked text frame whose mask is zero, so that the text stays as it is.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> text, byte kind = 0x81)
    {
        var header = text.Length < 126 ? 6 : 8;
        var frame = new byte[header + text.Length];
        frame[0] = kind;
        if (text.Length < 126)
        {
            frame[1] = (byte)(0x80 | text.Length);
        }
        else
        {
            frame[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)text.Length);
        }
        text.CopyTo(frame.AsSpan(header));
        return frame;
    }

    /// <param name="frames">Whole frames, as <see cref="Frame"/> makes them.</param>
    public void Send(ReadOnlySpan<byte> frames)
    {
        lock (_sending)
        {
            while (!frames.IsEmpty) frames = frames[_socket.Send(frames)..];
        }
    }

    public void Dispose()
    {
        _isLeaving = true;
        _socket.Dispose();
    }

    private async Task ReadAsync(int start, int end)
    {
        try
        {
            while (true)
            {
                start = Consume(start, end);
                if (start < 0) return;
                if (start == end)
                {
                    start = end = 0;
                }
                else if (start > 0)
                {
                    _buffer.AsSpan(start, end - start).CopyTo(_buffer);
                    (start, end) = (0, end - start);
                }
                if (end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
                var read = await _socket.ReceiveAsync(_buffer.AsMemory(end));
                if (read == 0)
                {
                    if (!_isLeaving) ClosedWith ??= -1;
                    return;
                }
                end += read;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            if (!_isLeaving) ClosedWith ??= -1;
        }
    }

    /// <returns>Where the first incomplete frame begins; -1 after a goodbye.</returns>
    private int Consume(int start, int end)
    {
        while (end - start >= 2)
        {
            var (kind, length, header) = (_buffer[start] & 0x0F, _buffer[start + 1] & 0x7F, 2);
            if (length == 126)
            {
                if (end - start < 4) break;
                (length, header) = (BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(start + 2)), 4);
            }
            else if (length == 127)
            {
                if (end - start < 10) break;
                (length, header) = ((int)BinaryPrimitives.ReadInt64BigEndian(_buffer.AsSpan(start + 2)), 10);
            }
            if (end - start < header + length)
            {
                if (header + length > _buffer.Length) Array.Resize(ref _buffer, header + length);
                break;
            }
            var payload = _buffer.AsSpan(start + header, length);
            start += header + length;
            if (kind == 8)
            {
                if (!_isLeaving) ClosedWith = length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : 1005;
                return -1;
            }
            if (kind == 9) Send(Frame(payload, 0x8A));
            if (kind != 1) continue;
            Received++;
            _onText(this, payload);
            if (Received == 1) _firstFrame.TrySetResult();
        }
        return start;
    }
}
