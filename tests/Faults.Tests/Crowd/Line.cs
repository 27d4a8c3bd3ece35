using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace RealTimeForum.Faults.Tests.Crowd;

/// <summary>One live connection that hands on each frame and keeps none.</summary>
public sealed class Line : IAsyncDisposable
{
    private static readonly TimeSpan OpensWithin = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _asked = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private int _lastId;

    private Line() { }

    /// <summary>The code the server closed with; 0 when the connection was cut without a word.</summary>
    public Task<int> Ended => _ended.Task;

    /// <param name="heard">Gets every frame that is no answer, in order, hello first.</param>
    public static async Task<Line> OpenAsync(Forum forum, string token, Action<JsonElement> heard)
    {
        var line = new Line();
        line._socket.Options.AddSubProtocol("forum.v1");
        line._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        using var limit = new CancellationTokenSource(OpensWithin);
        await line._socket.ConnectAsync(new UriBuilder(forum.Address) { Scheme = "ws", Path = "/ws" }.Uri, limit.Token);
        line._reading = line.ReadAsync(heard);
        return line;
    }

    /// <returns>The whole reply or error.</returns>
    public async Task<JsonElement> AskAsync(string type, object data)
    {
        var id = Interlocked.Increment(ref _lastId);
        var answer = _asked[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _writing.WaitAsync();
            try { await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { id, type, data }, JsonSerializerOptions.Web), WebSocketMessageType.Text, true, CancellationToken.None); }
            finally { _writing.Release(); }
            if (await Task.WhenAny(answer.Task, _ended.Task).WaitAsync(Limits.Answer) == _ended.Task) throw new IOException("The connection ended.");
            return await answer.Task;
        }
        finally
        {
            _asked.TryRemove(id, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ReadAsync(Action<JsonElement> heard)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    if (length == buffer.Length) Array.Resize(ref buffer, length * 2);
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType is WebSocketMessageType.Close) break;
                var frame = JsonDocument.Parse(buffer.AsMemory(0, length).ToArray()).RootElement;
                if (!frame.TryGetProperty("id", out var id)) heard(frame);
                else if (_asked.TryGetValue(id.GetInt32(), out var answer)) answer.TrySetResult(frame);
            }
            if (_socket.State is WebSocketState.CloseReceived) await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut: Ended tells it with 0.
        }
        _ended.TrySetResult((int?)_socket.CloseStatus ?? 0);
    }
}
