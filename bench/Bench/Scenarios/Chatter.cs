using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using RealTimeForum.Bench.Load;
using RealTimeForum.Bench.Processes;

namespace RealTimeForum.Bench.Scenarios;

/// <summary>A signed-in socket that sends messages to one chat and knows its replies.</summary>
internal sealed class Chatter
{
    private static readonly byte[] ReplyStart = "{\"type\":\"reply\""u8.ToArray();
    private static readonly byte[] CreatedStart = "{\"type\":\"message.created\""u8.ToArray();
    private static readonly byte[] ErrorStart = "{\"type\":\"error\""u8.ToArray();

    private readonly byte[] _send;
    private readonly int _idAt;
    private readonly byte[] _clientIdStart;
    private readonly int _clientIdAt;
    private WsConnection _socket = null!;
    private int _number;

    private Chatter(string chat)
    {
        // The number stands twice: as the request's id, and in the last digits of the client's id of the message.
        var text = $$$"""{"id":100000000,"type":"message.send","data":{"chatId":"{{{chat}}}","clientMessageId":"00000000-0000-4000-8000-000000000000","content":"A message of a usual length, about as long as people write them when they chat."}}""";
        _send = WsConnection.Frame(Encoding.UTF8.GetBytes(text));
        _idAt = _send.AsSpan().IndexOf("100000000"u8);
        _clientIdAt = _send.AsSpan().IndexOf("00000000-0000-4000"u8);
        _clientIdStart = Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture)[..24]);
        _clientIdStart.CopyTo(_send, _clientIdAt);
    }

    public WsConnection Socket => _socket;

    public long Errors { get; private set; }

    /// <summary>Messages of others and of its own that arrived.</summary>
    public long Created { get; private set; }

    public int Index => _socket.Index;

    /// <summary>Bytes of the last message that arrived, as a frame's payload.</summary>
    public int CreatedBytes { get; private set; }

    public Action<Chatter>? OnReply { get; set; }

    public SpanAction<byte>? OnCreated { get; set; }

    public delegate void SpanAction<T>(Chatter chatter, ReadOnlySpan<T> text);

    public static async Task<Chatter> OpenAsync(ServerProcess product, string token, string chat, int index = 0, int bufferSize = 64 * 1024)
    {
        var chatter = new Chatter(chat);
        chatter._socket = await WsConnection.OpenAsync(product.Address, WsConnection.Upgrade("/ws", token), index, chatter.Hear, bufferSize);
        await chatter._socket.FirstFrame;
        return chatter;
    }

    /// <returns>When it was sent.</returns>
    public long Send()
    {
        var number = ++_number;
        Utf8Formatter.TryFormat(100_000_000 + number, _send.AsSpan(_idAt, 9), out _);
        number.TryFormat(_send.AsSpan(_clientIdAt + 24, 12), out _, "x12", CultureInfo.InvariantCulture);
        var now = Stopwatch.GetTimestamp();
        _socket.Send(_send);
        return now;
    }

    private void Hear(WsConnection socket, ReadOnlySpan<byte> text)
    {
        if (text.StartsWith(CreatedStart))
        {
            Created++;
            CreatedBytes = text.Length;
            OnCreated?.Invoke(this, text);
        }
        else if (text.StartsWith(ReplyStart))
        {
            OnReply?.Invoke(this);
        }
        else if (text.StartsWith(ErrorStart))
        {
            Errors++;
            OnReply?.Invoke(this);
        }
    }
}

/// <summary>Senders in a closed loop: each sends its next message when the last was answered.</summary>
internal sealed class ClosedLoop
{
    private readonly List<long> _ticks = new(256 * 1024);
    private readonly Lock _gate = new();
    private long _until;

    /// <param name="senders">Nobody else sets what they do with a reply meanwhile.</param>
    public async Task<Outcome> RunAsync(IReadOnlyList<Chatter> senders, TimeSpan time)
    {
        _ticks.Clear();
        var errorsBefore = senders.Sum(sender => sender.Errors);
        var start = Stopwatch.GetTimestamp();
        _until = start + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var done = senders.Select(Begin).ToList();
        await Task.WhenAll(done);
        return new Outcome(Stopwatch.GetElapsedTime(start), [.. _ticks], (int)(senders.Sum(sender => sender.Errors) - errorsBefore));
    }

    private Task Begin(Chatter sender)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sentAt = 0L;
        sender.OnReply = one =>
        {
            var now = Stopwatch.GetTimestamp();
            lock (_gate) _ticks.Add(now - Volatile.Read(ref sentAt));
            if (now < _until) Volatile.Write(ref sentAt, one.Send());
            else done.TrySetResult();
        };
        Volatile.Write(ref sentAt, Stopwatch.GetTimestamp());
        Volatile.Write(ref sentAt, sender.Send());
        return done.Task;
    }
}
