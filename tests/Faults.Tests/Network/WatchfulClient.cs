using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;

namespace RealTimeForum.Faults.Tests.Network;

/// <summary>
/// A client as docs/realtime.md asks for one: says everything again until it is acknowledged, takes a silent line for dead, and catches up from
/// the log whenever it may have missed something.
/// </summary>
/// <param name="at">The forum, or a line to it.</param>
/// <param name="silence">After which the line is taken for dead.</param>
public sealed class WatchfulClient(Uri at, string token, string chat, TimeSpan silence) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = silence, PooledConnectionLifetime = silence * 4 })
    {
        BaseAddress = at, Timeout = silence, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonElement>> _asked = [];
    private readonly SemaphoreSlim _writing = new(1);
    private Task _running = Task.CompletedTask;
    private volatile ClientWebSocket? _socket;
    private long _lastId;
    private long _heardAt;

    public Sight Sight { get; } = new();

    /// <summary>What the forum acknowledged, by the message's own id.</summary>
    public ConcurrentDictionary<Guid, (string Id, long Seq)> Acknowledged { get; } = [];

    /// <summary>How often it connected.</summary>
    public int Connections { get; private set; }

    public bool IsConnected => _socket is not null;

    public void Start() => _running = RunAsync();

    /// <summary>Says it until it is acknowledged.</summary>
    public async Task SayAsync(string content, bool overHttp)
    {
        var id = Guid.NewGuid();
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var message = overHttp ? await PostAsync(id, content) : await AskAsync(id, content);
                Acknowledged[id] = (message.Text("id"), message.Number("seq"));
                return;
            }
            catch (Exception exception) when (IsOfTheLine(exception))
            {
                await Task.Delay(Pause);
            }
        }
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        while (true)
        {
            try
            {
                return await _http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), _end.Token);
            }
            catch (Exception exception) when (IsOfTheLine(exception) && !_end.IsCancellationRequested)
            {
                await Task.Delay(Pause);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _socket?.Abort();
        await _running;
        _http.Dispose();
        _end.Dispose();
        _writing.Dispose();
    }

    private static bool IsOfTheLine(Exception exception) =>
        exception is HttpRequestException { StatusCode: null or System.Net.HttpStatusCode.ServiceUnavailable } or WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or TimeoutException;

    private async Task<JsonElement> PostAsync(Guid id, string content)
    {
        using var answer = await _http.PostAsJsonAsync($"/api/chats/{chat}/messages", new { clientMessageId = id, content }, _end.Token);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(_end.Token);
    }

    private async Task<JsonElement> AskAsync(Guid id, string content)
    {
        var asked = Interlocked.Increment(ref _lastId);
        var answer = _asked[asked] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            var frame = JsonSerializer.SerializeToUtf8Bytes(new { id = asked, type = "message.send", data = new { chatId = chat, clientMessageId = id, content } });
            var socket = _socket ?? throw new IOException("Not connected.");
            await _writing.WaitAsync(_end.Token);
            try { await socket.SendAsync(frame, WebSocketMessageType.Text, true, _end.Token).WaitAsync(silence); }
            finally { _writing.Release(); }
            return await answer.Task.WaitAsync(silence, _end.Token);
        }
        finally
        {
            _asked.TryRemove(asked, out _);
        }
    }

    private async Task RunAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await ListenAsync();
            }
            catch (Exception exception) when (IsOfTheLine(exception))
            {
                // It comes back.
            }
            foreach (var asked in _asked.Values) asked.TrySetException(new IOException("The connection broke."));
            if (!_end.IsCancellationRequested) await Task.Delay(Pause);
        }
    }

    private async Task ListenAsync()
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("forum.v1");
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        // Its own pings would be a second opinion about the line: the heartbeat is what every client has.
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(_end.Token))
        {
            limit.CancelAfter(silence);
            await socket.ConnectAsync(new UriBuilder(at) { Scheme = "ws", Path = "/ws" }.Uri, limit.Token);
        }
        Connections++;
        Sight.Anew();
        Interlocked.Exchange(ref _heardAt, Environment.TickCount64);
        await using var watch = new Timer(_ =>
        {
            if (Environment.TickCount64 - Interlocked.Read(ref _heardAt) > silence.TotalMilliseconds) socket.Abort();
        }, null, Pause, Pause);
        try
        {
            var buffer = new byte[256 * 1024];
            while (await ReceiveAsync(socket, buffer) is { } frame) await TakeAsync(socket, frame);
        }
        finally
        {
            _socket = null;
        }
    }

    private async Task<JsonElement?> ReceiveAsync(ClientWebSocket socket, byte[] buffer)
    {
        for (var length = 0; ;)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
            Interlocked.Exchange(ref _heardAt, Environment.TickCount64);
            if (part.MessageType is WebSocketMessageType.Close) return null;
            length += part.Count;
            if (part.EndOfMessage) return JsonDocument.Parse(buffer.AsMemory(0, length).ToArray()).RootElement;
        }
    }

    private async Task TakeAsync(ClientWebSocket socket, JsonElement frame)
    {
        var type = frame.Text("type");
        if (type is "hello" or "resync")
        {
            Sight.Anew();
            _socket = socket;
            await CatchUpAsync();
        }
        else if (type is "reply" or "error" && frame.Has("id") && _asked.TryRemove(frame.Number("id"), out var asked))
        {
            if (type == "reply") asked.TrySetResult(frame.At("data"));
            else asked.TrySetException(frame.Number("error", "status") == 503 ? new IOException("The forum is busy.") : new InvalidOperationException($"Refused: {frame}"));
        }
        else if (frame.Has("seq") && frame.Text("chatId") == chat && !Sight.Hear(frame))
        {
            await CatchUpAsync();
        }
        Interlocked.Exchange(ref _heardAt, Environment.TickCount64);
    }

    private async Task CatchUpAsync()
    {
        while (true)
        {
            var page = await _http.GetFromJsonAsync<JsonElement>($"/api/chats/{chat}/events?after={Sight.Last}&limit=200", _end.Token);
            page.Flag("reset").Should().BeFalse("no client is so far behind in these tests");
            foreach (var happened in page.Items("events")) Sight.Read(happened);
            if (Sight.Last >= page.Number("lastSeq")) return;
        }
    }
}
