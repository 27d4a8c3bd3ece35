using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace RealTimeForum.Bench.Load;

/// <summary>One keep-alive connection that knows just enough HTTP: it costs a fraction of what it measures.</summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[32 * 1024];
    private int _bodyStart;
    private int _bodyLength;

    public ReadOnlySpan<byte> Body => _buffer.AsSpan(_bodyStart, _bodyLength);

    public static async Task<HttpConnection> OpenAsync(IPEndPoint server)
    {
        var connection = new HttpConnection();
        await connection._socket.ConnectAsync(server);
        return connection;
    }

    /// <returns>The status; the body is valid until the next request.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        // Small enough for the socket's buffer, so this never waits.
        _socket.Send(request.Span);
        var received = 0;
        while (true)
        {
            if (received == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(received));
            if (read == 0) throw new IOException("The server closed the connection.");
            received += read;
            if (TryReadAnswer(received, out var status)) return status;
        }
    }

    public void Dispose() => _socket.Dispose();

    private bool TryReadAnswer(int received, out int status)
    {
        status = 0;
        var all = _buffer.AsSpan(0, received);
        var headersEnd = all.IndexOf("\r\n\r\n"u8);
        if (headersEnd < 0) return false;
        var headers = all[..headersEnd];
        status = ((headers[9] - '0') * 100) + ((headers[10] - '0') * 10) + headers[11] - '0';
        _bodyStart = headersEnd + 4;
        var at = headers.IndexOf("Content-Length: "u8);
        if (at >= 0)
        {
            _ = Utf8Parser.TryParse(headers[(at + 16)..], out _bodyLength, out _);
            return received >= _bodyStart + _bodyLength;
        }
        if (headers.IndexOf("Transfer-Encoding: chunked"u8) < 0)
        {
            _bodyLength = 0;
            return true;
        }
        return HasLastChunk(all) && JoinChunks(all);
    }

    private static bool HasLastChunk(ReadOnlySpan<byte> all) => all.EndsWith("0\r\n\r\n"u8);

    private bool JoinChunks(Span<byte> all)
    {
        var (from, to) = (_bodyStart, _bodyStart);
        while (true)
        {
            var lineEnd = all[from..].IndexOf("\r\n"u8);
            if (lineEnd < 0 || !Utf8Parser.TryParse(all.Slice(from, lineEnd), out int size, out _, 'x')) return false;
            from += lineEnd + 2;
            if (size == 0) break;
            if (from + size + 2 > all.Length) return false;
            if (from != to) all.Slice(from, size).CopyTo(all[to..]);
            (from, to) = (from + size + 2, to + size);
        }
        _bodyLength = to - _bodyStart;
        return true;
    }
}
