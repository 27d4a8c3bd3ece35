using System.Buffers.Text;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace RealTimeForum.Bench.Limits;

/// <summary>
/// Sockets with a bounded queue and a writer each, and frames that were encoded beforehand. A client asks for work with a short text:
/// <c>size N</c> sets the length of the frame, <c>all</c> sends one to everybody, <c>flood N</c> does so without pause for N ms,
/// <c>commit</c> writes a row durably and then sends one back.
/// </summary>
internal sealed class SocketLimit(string database) : IDisposable
{
    private readonly List<Socket> _sockets = [];
    private readonly Lock _gate = new();
    private readonly Lazy<SharedCommits> _commits = new(() => new SharedCommits(database));
    private byte[] _frame = new byte[300];

    public async Task AnswerAsync(HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync("forum.v1");
        var mine = new Socket(socket);
        lock (_gate) _sockets.Add(mine);
        mine.Queue.Writer.TryWrite("{}"u8.ToArray());
        var writing = mine.WriteAsync();
        try
        {
            await ReadAsync(socket, mine);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException)
        {
            // The client is gone.
        }
        lock (_gate) _sockets.Remove(mine);
        mine.Queue.Writer.TryComplete();
        await writing;
    }

    public void Dispose()
    {
        if (_commits.IsValueCreated) _commits.Value.Dispose();
    }

    private async Task ReadAsync(WebSocket socket, Socket mine)
    {
        var buffer = new byte[64];
        while (true)
        {
            if ((await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None)).MessageType is WebSocketMessageType.Close) return;
            var read = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (read.MessageType is WebSocketMessageType.Close) return;
            var text = buffer.AsSpan(0, read.Count);
            if (text.SequenceEqual("all"u8)) ToAll();
            else if (text.StartsWith("size "u8)) _frame = Filled(Number(text[5..]));
            else if (text.StartsWith("flood "u8)) _ = FloodAsync(Number(text[6..]));
            else if (text.SequenceEqual("commit"u8)) _ = CommitAsync(mine);
        }
    }

    private void ToAll()
    {
        lock (_gate)
        {
            foreach (var socket in _sockets) socket.Queue.Writer.TryWrite(_frame);
        }
    }

    /// <summary>Waits only for whoever has a full queue.</summary>
    private async Task FloodAsync(int milliseconds)
    {
        var until = Environment.TickCount64 + milliseconds;
        Socket[] all;
        lock (_gate) all = [.. _sockets];
        while (Environment.TickCount64 < until)
        {
            foreach (var socket in all)
            {
                if (!socket.Queue.Writer.TryWrite(_frame)) await socket.Queue.Writer.WriteAsync(_frame);
            }
        }
    }

    private async Task CommitAsync(Socket mine)
    {
        await _commits.Value.AppendAsync();
        mine.Queue.Writer.TryWrite(_frame);
    }

    private static byte[] Filled(int length)
    {
        var frame = new byte[length];
        frame.AsSpan().Fill((byte)'x');
        return frame;
    }

    private static int Number(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out int number, out _) ? number : 0;

    private sealed class Socket(WebSocket socket)
    {
        public Channel<ReadOnlyMemory<byte>> Queue { get; } = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(1_024) { SingleReader = true });

        public async Task WriteAsync()
        {
            try
            {
                await foreach (var frame in Queue.Reader.ReadAllAsync())
                    await socket.SendAsync(frame, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, CancellationToken.None);
            }
            catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
            {
                Queue.Writer.TryComplete();
            }
        }
    }
}
