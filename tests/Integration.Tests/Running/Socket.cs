using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace RealTimeForum.Integration.Tests.Running;

/// <summary>One live connection as a client has it: what came in stays until somebody asks for it.</summary>
public sealed class Socket : IAsyncDisposable
{
    private readonly ClientWebSocket _socket;
    private readonly HttpMessageInvoker? _invoker;
    private readonly Lock _gate = new();
    private readonly List<JsonElement> _untaken = [];
    private readonly List<JsonElement> _all = [];
    private readonly SemaphoreSlim _writing = new(1);
    private readonly TaskCompletionSource<int> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private int _lastId;

    private Socket(ClientWebSocket socket, HttpMessageInvoker? invoker) => (_socket, _invoker) = (socket, invoker);

    /// <summary>The code the server closed with; 0 when the connection was cut without a word.</summary>
    public Task<int> Closed => _closed.Task.WaitAsync(Limits.Frame);

    public bool IsOpen => !_closed.Task.IsCompleted;

    /// <summary>Everything that came, in order.</summary>
    public IReadOnlyList<JsonElement> Frames
    {
        get
        {
            lock (_gate) return [.. _all];
        }
    }

    /// <summary>Opens and waits for hello.</summary>
    public static async Task<Socket> OpenAsync(Forum forum, string? cookie = null, string? bearer = null, string? origin = null, bool reads = true)
    {
        var (socket, invoker) = await ConnectAsync(forum, cookie, bearer, origin, isSlow: !reads);
        var opened = new Socket(socket, invoker);
        if (reads)
        {
            opened.Read();
            await opened.NextAsync("hello");
        }
        return opened;
    }

    /// <returns>The status of a refused upgrade; 101 for one that was let in.</returns>
    public static async Task<int> TryAsync(Forum forum, string? cookie = null, string? bearer = null, string? origin = null, string protocol = "forum.v1")
    {
        try
        {
            var (socket, _) = await ConnectAsync(forum, cookie, bearer, origin, protocol: protocol);
            socket.Dispose();
            return 101;
        }
        catch (UpgradeRefusedException refused)
        {
            return refused.Status;
        }
    }

    /// <summary>Begins to read what a slow reader has left.</summary>
    public void Read() => _reading = ReadAsync();

    /// <summary>Asks, and gives the data of the reply.</summary>
    public async Task<JsonElement> AskAsync(string type, object? data = null)
    {
        var answer = await ExchangeAsync(type, data);
        answer.Text("type").Should().Be("reply", "the answer was {0}", answer);
        return answer.TryGetProperty("data", out var value) ? value : default;
    }

    /// <summary>Asks for something that is refused with this code, and gives the problem.</summary>
    public async Task<JsonElement> RefusedAsync(string code, string type, object? data = null)
    {
        var answer = await ExchangeAsync(type, data);
        answer.Text("type").Should().Be("error", "the answer was {0}", answer);
        answer.Text("error", "code").Should().Be(code, "the answer was {0}", answer);
        return answer.At("error");
    }

    /// <returns>The whole reply or error.</returns>
    public async Task<JsonElement> ExchangeAsync(string type, object? data = null)
    {
        var id = Interlocked.Increment(ref _lastId);
        await SendAsync(JsonSerializer.Serialize(new { id, type, data }, JsonSerializerOptions.Web));
        return await NextAsync(frame => IsAnswerTo(frame, id));
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public async Task SendAsync(byte[] bytes, WebSocketMessageType type, bool isEnd = true)
    {
        await _writing.WaitAsync();
        try { await _socket.SendAsync(bytes, type, isEnd, CancellationToken.None).WaitAsync(Limits.Frame); }
        finally { _writing.Release(); }
    }

    public Task<JsonElement> NextAsync(string type) => NextAsync(frame => frame.Text("type") == type);

    /// <summary>Takes the first frame that is meant; waits for it.</summary>
    public async Task<JsonElement> NextAsync(Func<JsonElement, bool> isMeant)
    {
        var end = Task.Delay(Limits.Frame);
        while (true)
        {
            Task news;
            lock (_gate)
            {
                var found = _untaken.FindIndex(frame => isMeant(frame));
                if (found >= 0)
                {
                    var frame = _untaken[found];
                    _untaken.RemoveAt(found);
                    return frame;
                }
                if (_closed.Task.IsCompleted) throw new SocketClosedException(_closed.Task.Result);
                news = _news.Task;
            }
            if (await Task.WhenAny(news, end) == end) throw new TimeoutException($"The frame did not come; there were: {string.Join('\n', Frames.TakeLast(20))}");
        }
    }

    /// <summary>Says goodbye as a browser does.</summary>
    public async Task CloseAsync()
    {
        if (_socket.State is WebSocketState.Open) await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        await Closed;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _invoker?.Dispose();
        _writing.Dispose();
    }

    private static bool IsAnswerTo(JsonElement frame, int id) => frame.TryGetProperty("id", out var echoed) && echoed.ValueKind == JsonValueKind.Number && echoed.GetInt32() == id;

    private static async Task<(ClientWebSocket, HttpMessageInvoker?)> ConnectAsync(Forum forum, string? cookie, string? bearer, string? origin, bool isSlow = false, string protocol = "forum.v1")
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (protocol.Length > 0) socket.Options.AddSubProtocol(protocol);
        if (cookie is not null) socket.Options.SetRequestHeader("Cookie", $"forum_session={cookie}");
        if (bearer is not null) socket.Options.SetRequestHeader("Authorization", $"Bearer {bearer}");
        if (origin is not null) socket.Options.SetRequestHeader("Origin", origin);
        var invoker = isSlow ? new HttpMessageInvoker(new SocketsHttpHandler { ConnectCallback = ConnectNarrowlyAsync }) : null;
        var address = new UriBuilder(forum.Address) { Scheme = "ws", Path = "/ws" }.Uri;
        try
        {
            using var limit = new CancellationTokenSource(Limits.Answer);
            if (invoker is null) await socket.ConnectAsync(address, limit.Token);
            else await socket.ConnectAsync(address, invoker, limit.Token);
            return (socket, invoker);
        }
        catch (WebSocketException) when ((int)socket.HttpStatusCode != 0)
        {
            var status = (int)socket.HttpStatusCode;
            socket.Dispose();
            throw new UpgradeRefusedException(status);
        }
    }

    /// <summary>A receive buffer so small that a reader who does not read is felt at once.</summary>
    private static async ValueTask<Stream> ConnectNarrowlyAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new System.Net.Sockets.Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096, NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 20];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType is WebSocketMessageType.Close) break;
                Take(JsonDocument.Parse(buffer.AsMemory(0, length).ToArray()).RootElement);
            }
            if (_socket.State is WebSocketState.CloseReceived) await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut: Closed tells it with 0.
        }
        _closed.TrySetResult((int?)_socket.CloseStatus ?? 0);
        Wake(() => { });
    }

    private void Take(JsonElement frame) => Wake(() =>
    {
        _all.Add(frame);
        _untaken.Add(frame);
    });

    private void Wake(Action change)
    {
        TaskCompletionSource news;
        lock (_gate)
        {
            change();
            (news, _news) = (_news, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        news.TrySetResult();
    }
}

public sealed class UpgradeRefusedException(int status) : Exception($"Refused with {status}")
{
    public int Status => status;
}

public sealed class SocketClosedException(int code) : Exception($"The connection closed with {code}")
{
    public int Code => code;
}
