using System.Net.WebSockets;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Realtime;

/// <summary>One browser tab. One loop writes, the door's loop reads; any thread may queue a frame.</summary>
/// <param name="joined">The stream under the socket; null where it is no network's.</param>
public sealed class Connection(WebSocket socket, JoiningStream? joined, SessionId session, UserId user, RealtimeOptions options)
{
    /// <summary>Bytes that leave as one.</summary>
    private const int MostJoined = 32 * 1024;

    private static readonly TimeSpan FarewellWithin = TimeSpan.FromSeconds(5);

    private readonly OutboundQueue _queue = new(options.OutboundCapacity, options.OutboundBytes);

    private readonly TaskCompletionSource<CloseReason> _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Guid Id { get; } = Guid.CreateVersion7();

    public SessionId Session => session;

    public UserId User => user;

    /// <summary>Nobody has a hand on this device; guarded by the manager.</summary>
    public bool IsAway { get; set; }

    /// <summary>Before which changes of presence it was there; guarded by the manager.</summary>
    public long AttachedAs { get; set; }

    public HashSet<string> Topics { get; } = new(StringComparer.Ordinal);

    /// <summary>Completes when the server decides to close.</summary>
    public Task<CloseReason> Closing => _closing.Task;

    /// <summary>Never waits: a client that cannot keep up is closed, and catches up from the log when it returns.</summary>
    public void Send(ReadOnlyMemory<byte> frame)
    {
        if (!_queue.TryAdd(frame)) Close(CloseReason.TooSlow);
    }

    public void Close(CloseReason reason)
    {
        if (_closing.TrySetResult(reason)) _queue.End();
    }

    /// <summary>Nothing is read from the peer any more.</summary>
    public void Left() => _left.TrySetResult();

    /// <summary>Writes until closing, says goodbye, then cuts: cutting first would hide the reason from the client.</summary>
    private async Task WriteAsync()
    {
        try
        {
            while (await _queue.WaitAsync()) await WriteWaitingAsync();
            var reason = await Closing;
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync((WebSocketCloseStatus)(int)reason, Describe(reason), CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            Close(CloseReason.Normal);
        }
    }

    /// <summary>What waits, joined; of somebody too slow it is dropped, the log has it.</summary>
    private async ValueTask WriteWaitingAsync()
    {
        using var frames = _queue.Take();
        for (var next = 0; next < frames.Count && Closing is not { IsCompletedSuccessfully: true, Result: CloseReason.TooSlow };)
        {
            var (first, bytes) = (next, 0);
            var isHeld = joined is not null && frames.Count - next > 1;
            if (isHeld) joined!.Hold();
            while (next < frames.Count && bytes < MostJoined)
            {
                await socket.SendAsync(frames[next], WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, CancellationToken.None);
                bytes += frames[next++].Length;
            }
            if (isHeld) await joined!.ReleaseAsync();
            _queue.Left(next - first, bytes);
            ForumMeter.Delivered.Add(next - first);
        }
    }

    /// <summary>Runs the writing loop; once closing, the peer gets five seconds to take the goodbye and to say its own.</summary>
    public async Task RunWriterAsync()
    {
        var writing = WriteAsync();
        await Task.WhenAny(writing, Closing);
        var farewell = Task.WhenAll(writing, _left.Task);
        if (await Task.WhenAny(farewell, Task.Delay(FarewellWithin)) != farewell) socket.Abort();
        await writing;
    }

    private static string Describe(CloseReason reason) => reason switch
    {
        CloseReason.Binary => "text frames only",
        CloseReason.TooBig => "frame too big",
        CloseReason.Stopping => "server is stopping",
        CloseReason.SessionEnded => "session ended",
        CloseReason.TooSlow => "too slow",
        CloseReason.TooMany => "too many requests",
        _ => "",
    };
}
