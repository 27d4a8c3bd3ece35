using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace RealTimeForum.Faults.Tests.Crowd;

/// <summary>What the forum acknowledged and what it refused, and what clients met that should not be.</summary>
public sealed class Journal
{
    private readonly ConcurrentDictionary<Guid, Entry> _acknowledged = new();
    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly Lock _gate = new();
    private TimeSpan _worstDelay;
    private int _refused;

    public int Acknowledged => _acknowledged.Count;

    /// <summary>Clear refusals: 503 with a reason and a time to come again.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public IReadOnlyDictionary<Guid, Entry> Entries => _acknowledged;

    public IReadOnlyList<string> Mistakes => [.. _wrong];

    public void Acknowledge(Guid clientMessageId, JsonElement message)
    {
        var entry = new Entry(message.Text("id"), message.Number("seq"), Stopwatch.GetTimestamp());
        var first = _acknowledged.GetOrAdd(clientMessageId, entry);
        if ((first.Id, first.Seq) != (entry.Id, entry.Seq)) Wrong($"{clientMessageId} was acknowledged as {first.Seq}, and again as {entry.Seq}");
    }

    public void Refuse() => Interlocked.Increment(ref _refused);

    public void Wrong(string what)
    {
        if (_wrong.Count < 1_000) _wrong.Enqueue(what);
    }

    /// <summary>Somebody heard of it on a living connection.</summary>
    public void Heard(Guid clientMessageId)
    {
        if (!_acknowledged.TryGetValue(clientMessageId, out var entry)) return;
        var delay = Stopwatch.GetElapsedTime(entry.At);
        lock (_gate) _worstDelay = delay > _worstDelay ? delay : _worstDelay;
    }

    /// <summary>The longest from an acknowledgement to a living connection since the last call.</summary>
    public TimeSpan TakeWorstDelay()
    {
        lock (_gate)
        {
            var worst = _worstDelay;
            _worstDelay = TimeSpan.Zero;
            return worst;
        }
    }

    public sealed record Entry(string Id, long Seq, long At);
}

/// <summary>The journal beside the history.</summary>
/// <param name="Lost">Acknowledged, and not there or not the same.</param>
/// <param name="Wrong">Twice, gaps, out of order, or not what a client saw.</param>
public sealed record Verdict(int Acknowledged, int Refused, IReadOnlyList<string> Lost, IReadOnlyList<string> Wrong)
{
    public void ShouldBeClean()
    {
        Lost.Should().BeEmpty("what was acknowledged stays");
        Wrong.Should().BeEmpty();
        Acknowledged.Should().BePositive();
    }

    public override string ToString() => $"{Acknowledged} acknowledged, {Refused} refused, {Lost.Count} lost, {Wrong.Count} wrong";
}
