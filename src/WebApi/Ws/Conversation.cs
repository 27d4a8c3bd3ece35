using System.Buffers;
using System.Net.WebSockets;
using RealTimeForum.Domain.Common;
using RealTimeForum.Infrastructure;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.Infrastructure.Realtime;
using RealTimeForum.WebApi.Http;

namespace RealTimeForum.WebApi.Ws;

/// <summary>Reads one socket. Requests are begun in the order they came, several may be under way, and each is answered when it is done.</summary>
internal sealed class Conversation(Connection connection, WebSocket socket, FrameContext.Factory contexts, ForumOptions forum) : IDisposable
{
    private static readonly TimeSpan FloodWindow = TimeSpan.FromSeconds(10);

    private readonly RealtimeOptions _options = forum.Realtime;
    private readonly SemaphoreSlim _places = new(forum.Realtime.CommandsAtOnce);
    private long? _windowStart;
    private int _framesInWindow;

    public async Task ListenAsync()
    {
        try
        {
            while (await ReadFrameAsync() is { } frame)
            {
                if (IsFlooding())
                {
                    connection.Close(CloseReason.TooMany);
                    break;
                }
                await _places.WaitAsync();
                _ = AnswerAsync(frame);
            }
            await IgnoreAsync();
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer is gone, or we cut it; either way there is nobody to tell.
        }
        // What was begun is finished before the connection's scope goes: a command that was taken is not abandoned.
        for (var i = 0; i < _options.CommandsAtOnce; i++) await _places.WaitAsync();
    }

    public void Dispose() => _places.Dispose();

    private async Task AnswerAsync(ReadOnlyMemory<byte> frame)
    {
        try
        {
            await using var context = await contexts.OpenAsync();
            if (context is null) connection.Close(CloseReason.SessionEnded);
            else connection.Send(await FrameRouter.AnswerAsync(context, ClientFrame.Read(frame), CancellationToken.None));
        }
        catch (Exception exception)
        {
            var unavailable = StorageFailure.Of(exception);
            if (unavailable is null) contexts.Failed(exception);
            connection.Send(ServerFrames.Error(ClientFrame.Read(frame)?.Id ?? default,
                unavailable is null ? Problems.Details(new Error("server.error", "Something went wrong on our side."), 500) : Problems.Details(unavailable)));
        }
        finally
        {
            _places.Release();
        }
    }

    private bool IsFlooding()
    {
        if (!forum.RateLimits.Enabled) return false;
        var now = contexts.Clock.GetTimestamp();
        if (_windowStart is not { } start || contexts.Clock.GetElapsedTime(start, now) >= FloodWindow) (_windowStart, _framesInWindow) = (now, 0);
        return ++_framesInWindow > forum.RateLimits.FramesPer10Seconds;
    }

    /// <returns>Null when the peer says goodbye or must leave.</returns>
    private async Task<ReadOnlyMemory<byte>?> ReadFrameAsync()
    {
        // An idle connection holds no buffer. A frame without a byte is taken by this already.
        var first = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
        if (first.MessageType is WebSocketMessageType.Close) return Leave(CloseReason.Normal);
        if (first.MessageType is WebSocketMessageType.Binary) return Leave(CloseReason.Binary);
        if (first.EndOfMessage) return ReadOnlyMemory<byte>.Empty;
        var buffer = ArrayPool<byte>.Shared.Rent(WsEndpoint.MaxFrameBytes + 1);
        try
        {
            var length = 0;
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(length, WsEndpoint.MaxFrameBytes + 1 - length), CancellationToken.None);
                if (part.MessageType is WebSocketMessageType.Close) return Leave(CloseReason.Normal);
                if (part.MessageType is WebSocketMessageType.Binary) return Leave(CloseReason.Binary);
                length += part.Count;
                if (length > WsEndpoint.MaxFrameBytes) return Leave(CloseReason.TooBig);
                if (part.EndOfMessage) return buffer.AsSpan(0, length).ToArray();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A connection that is cut while something is unread loses the goodbye: what still comes is dropped until the peer says its own, or its time is up.</summary>
    private async Task IgnoreAsync()
    {
        var buffer = new byte[4 * 1024];
        while (socket.State is WebSocketState.Open or WebSocketState.CloseSent) await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
    }

    private ReadOnlyMemory<byte>? Leave(CloseReason reason)
    {
        connection.Close(reason);
        return null;
    }
}
