using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Socket = System.Net.Sockets.Socket;

namespace RealTimeForum.Faults.Tests.Fuzz;

/// <param name="Body">Its beginning.</param>
/// <param name="IsLast">The forum ends the connection after it.</param>
public sealed record Reply(int Status, string? Location, string Body, bool IsLast);

/// <summary>HTTP/1.1 by hand: many requests at once on one connection, their answers in order, and nothing hidden by a client's manners.</summary>
public sealed class HttpLine(Uri forum) : IDisposable
{
    private const int MostKept = 4_000;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private Socket? _socket;
    private int _from;
    private int _until;

    /// <summary>Sends all, and gives the answers that came before the connection ended.</summary>
    public async Task<IReadOnlyList<Reply>> AskAsync(IReadOnlyList<Input> inputs)
    {
        List<Reply> replies = [];
        try
        {
            var socket = await ConnectedAsync();
            var sending = SendAsync(socket, [.. inputs.SelectMany(input => input.Bytes)], isAll: false);
            foreach (var input in inputs)
            {
                if (await ReadAsync(socket, input.Method == "HEAD").WaitAsync(Limits.Answer) is not { } reply) break;
                replies.Add(reply);
                if (reply.IsLast) break;
            }
            if (replies.Count < inputs.Count || replies[^1].IsLast) End();
            await sending;
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"No answer to {inputs[replies.Count].Text}", exception);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            End();
        }
        return replies;
    }

    /// <summary>Sends it, says that no more will come, and gives everything that comes until the connection ends.</summary>
    public static async Task<string> SendAndLeaveAsync(Uri forum, byte[] bytes)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, forum.Port);
        await SendAsync(socket, bytes, isAll: true);
        var answer = new StringBuilder();
        try
        {
            var buffer = new byte[16 * 1024];
            while (await socket.ReceiveAsync(buffer).WaitAsync(Limits.Answer) is var length and > 0) answer.Append(Encoding.Latin1.GetString(buffer, 0, length));
        }
        catch (SocketException)
        {
            // Cut, which is an answer too.
        }
        return answer.ToString();
    }

    public void Dispose() => End();

    private async Task<Socket> ConnectedAsync()
    {
        if (_socket is not null) return _socket;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, forum.Port);
        (_from, _until) = (0, 0);
        return _socket = socket;
    }

    private void End()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private static async Task SendAsync(Socket socket, byte[] bytes, bool isAll)
    {
        try
        {
            for (var sent = 0; sent < bytes.Length;) sent += await socket.SendAsync(bytes.AsMemory(sent));
            if (isAll) socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The forum has ended it; its last answer says why.
        }
    }

    private async Task<Reply?> ReadAsync(Socket socket, bool hasNoBody)
    {
        while (true)
        {
            if (await LineAsync(socket) is not { } first) return null;
            var status = int.Parse(first.AsSpan(9, 3), CultureInfo.InvariantCulture);
            string? location = null;
            long? length = null;
            var (isChunked, isLast) = (false, false);
            while (await LineAsync(socket) is { Length: > 0 } line)
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                var value = line[(colon + 1)..].Trim();
                switch (line[..colon].ToUpperInvariant())
                {
                    case "CONTENT-LENGTH": length = long.Parse(value, CultureInfo.InvariantCulture); break;
                    case "TRANSFER-ENCODING": isChunked = true; break;
                    case "CONNECTION": isLast = value.Contains("close", StringComparison.OrdinalIgnoreCase); break;
                    case "LOCATION": location = value; break;
                    default: break;
                }
            }
            if (status is >= 100 and < 200 and not 101) continue;
            var body = new StringBuilder();
            if (!hasNoBody && status is not (204 or 304 or 101))
            {
                if (!isChunked) await TakeAsync(socket, length ?? (isLast ? long.MaxValue : 0), body);
                else await ChunksAsync(socket, body);
            }
            return new Reply(status, location, body.ToString(), isLast);
        }
    }

    private async Task ChunksAsync(Socket socket, StringBuilder body)
    {
        while (await LineAsync(socket) is { } size && long.Parse(size.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var length)
        {
            await TakeAsync(socket, length, body);
            await LineAsync(socket);
            if (length == 0) return;
        }
    }

    private async Task TakeAsync(Socket socket, long length, StringBuilder body)
    {
        while (length > 0 && await FillAsync(socket))
        {
            var part = (int)Math.Min(length, _until - _from);
            if (body.Length < MostKept) body.Append(Encoding.UTF8.GetString(_buffer, _from, part));
            (_from, length) = (_from + part, length - part);
        }
    }

    /// <returns>Null at the end of the connection.</returns>
    private async Task<string?> LineAsync(Socket socket)
    {
        var line = new StringBuilder();
        while (await FillAsync(socket))
        {
            var end = _buffer.AsSpan(_from, _until - _from).IndexOf((byte)'\n');
            var part = end < 0 ? _until - _from : end;
            line.Append(Encoding.Latin1.GetString(_buffer, _from, part));
            _from += part + (end < 0 ? 0 : 1);
            if (end >= 0) return line.ToString().TrimEnd('\r');
        }
        return null;
    }

    private async Task<bool> FillAsync(Socket socket)
    {
        if (_from < _until) return true;
        (_from, _until) = (0, await socket.ReceiveAsync(_buffer));
        return _until > 0;
    }
}
