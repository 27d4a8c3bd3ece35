using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;

namespace RealTimeForum.Faults.Tests.Crowd;

/// <summary>One program that does what docs/realtime.md tells clients to: resends until it is acknowledged, applies numbers in order, reads the log over a gap.</summary>
/// <param name="forums">Where it can go; it goes on to the next when one fails.</param>
/// <param name="writesOverSocket">Or over HTTP.</param>
public sealed class Client(IReadOnlyList<Forum> forums, int number, string token, string chat, Journal journal, bool writesOverSocket) : IDisposable
{
    private static readonly TimeSpan BeforeTryingAgain = TimeSpan.FromMilliseconds(20);

    private readonly Door[] _doors = [.. forums.Select(forum => new Door(forum, token))];
    private readonly List<string> _seen = [];
    private int _place = number;
    private long _lastLive;
    private int _heartbeats;
    private int _connections;
    private volatile Line? _line;

    public int Number { get; } = number;

    /// <summary>The ids of messages 1, 2, 3 …</summary>
    public IReadOnlyList<string> Seen => _seen;

    public int Heartbeats => Volatile.Read(ref _heartbeats);

    /// <summary>How often it had to connect.</summary>
    public int Connections => Volatile.Read(ref _connections);

    private int Place => (Volatile.Read(ref _place) & int.MaxValue) % forums.Count;

    public void Dispose() => Array.ForEach(_doors, door => door.Dispose());

    /// <summary>Writes until told to stop; what was begun is sent again until it is acknowledged, or nobody waits for it any more.</summary>
    public async Task WriteAsync(TimeSpan pause, CancellationToken stop, CancellationToken abandon)
    {
        for (var i = 1; !stop.IsCancellationRequested; i++)
        {
            var body = new { chatId = chat, clientMessageId = Guid.NewGuid(), content = $"{Number} {i}" };
            while (!await TrySendAsync(body, body.clientMessageId))
            {
                if (abandon.IsCancellationRequested) return;
                await Task.Delay(BeforeTryingAgain, CancellationToken.None);
            }
            await Task.Delay(pause, CancellationToken.None);
        }
    }

    /// <summary>Stays connected and applies what comes until told to end.</summary>
    public async Task ListenAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync(end);
            }
            catch (Exception exception) when (IsOfTheNetwork(exception))
            {
                Interlocked.Increment(ref _place);
            }
            await Task.Delay(BeforeTryingAgain, CancellationToken.None);
        }
    }

    internal static bool IsOfTheNetwork(Exception exception) =>
        exception is HttpRequestException or WebSocketException or IOException or OperationCanceledException or TimeoutException or ObjectDisposedException or InvalidOperationException;

    private async Task<bool> TrySendAsync(object body, Guid clientMessageId)
    {
        try
        {
            var (status, code, message) = writesOverSocket ? await SendOverSocketAsync(body) : await SendOverHttpAsync(body);
            if (status is 200 or 201) journal.Acknowledge(clientMessageId, message);
            else if (status == 503 && code is "server.busy" or "server.storage") journal.Refuse();
            else journal.Wrong($"client {Number} was answered {status} {code}");
            return status != 503;
        }
        catch (Exception exception) when (IsOfTheNetwork(exception))
        {
            if (!writesOverSocket) Interlocked.Increment(ref _place);
            return false;
        }
    }

    private async Task<(int Status, string Code, JsonElement Message)> SendOverHttpAsync(object body)
    {
        var answer = await _doors[Place].PostAsync($"/api/chats/{chat}/messages", body);
        if (answer.Status is 200 or 201) return (answer.Status, "", answer.Json);
        if (answer.Status == 503 && answer.Header("Retry-After") is null) journal.Wrong("503 without a Retry-After");
        return (answer.Status, answer.Body.Length > 0 ? answer.Json.Text("code") : "", default);
    }

    private async Task<(int Status, string Code, JsonElement Message)> SendOverSocketAsync(object body)
    {
        var line = _line ?? throw new IOException("Not connected.");
        var answer = await line.AskAsync("message.send", body);
        return answer.Text("type") == "reply" ? (200, "", answer.At("data")) : ((int)answer.Number("error", "status"), answer.Text("error", "code"), default);
    }

    private async Task ListenOnceAsync(CancellationToken end)
    {
        var frames = Channel.CreateUnbounded<JsonElement>();
        await using var line = await Line.OpenAsync(forums[Place], token, frame => frames.Writer.TryWrite(frame));
        _ = line.Ended.ContinueWith(_ => frames.Writer.TryComplete(), TaskScheduler.Default);
        try
        {
            _lastLive = 0;
            Interlocked.Increment(ref _connections);
            // From hello on everything comes; what was before is in the log.
            var hello = await frames.Reader.ReadAsync(end);
            if (hello.Text("type") != "hello") journal.Wrong($"client {Number} was greeted with {hello}");
            await CatchUpAsync();
            _line = line;
            await foreach (var frame in frames.Reader.ReadAllAsync(end)) await TakeAsync(frame);
        }
        catch (ChannelClosedException)
        {
            // Cut before hello.
        }
        finally
        {
            _line = null;
        }
        Interlocked.Increment(ref _place);
    }

    private async Task TakeAsync(JsonElement frame)
    {
        var type = frame.Text("type");
        if (type == "heartbeat") Interlocked.Increment(ref _heartbeats);
        if (type == "resync") await CatchUpAsync();
        if (!frame.Has("seq") || frame.Text("chatId") != chat) return;

        var seq = frame.Number("seq");
        if (seq <= _lastLive) journal.Wrong($"client {Number} heard {seq} after {_lastLive}");
        _lastLive = seq;
        if (type == "message.created") journal.Heard(frame.At("data").GetProperty("clientMessageId").GetGuid());
        if (seq > _seen.Count + 1)
        {
            journal.Wrong($"client {Number} heard {seq} after {_seen.Count} on one connection");
            await CatchUpAsync();
        }
        else if (seq == _seen.Count + 1) _seen.Add(frame.Text("data", "id"));
        else if (_seen[(int)seq - 1] != frame.Text("data", "id")) journal.Wrong($"client {Number} heard another message as {seq}");
    }

    private async Task CatchUpAsync()
    {
        while (true)
        {
            var answer = await _doors[Place].GetAsync($"/api/chats/{chat}/events?after={_seen.Count}&limit=200");
            if (answer.Status != 200) throw new IOException($"{answer.Status} {answer.Body}");
            if (answer.Json.Flag("reset"))
            {
                foreach (var message in await History.ReadAsync(_doors[Place], chat, _seen.Count)) _seen.Add(message.Text("id"));
                return;
            }
            foreach (var happened in answer.Json.Items("events"))
            {
                if (happened.Number("seq") != _seen.Count + 1) journal.Wrong($"client {Number} read {happened.Number("seq")} after {_seen.Count} in the log");
                else _seen.Add(happened.Text("data", "id"));
            }
            if (_seen.Count >= answer.Json.Number("lastSeq")) return;
        }
    }
}
