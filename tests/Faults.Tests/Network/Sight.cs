using System.Text.Json;

namespace RealTimeForum.Faults.Tests.Network;

/// <summary>
/// What one client saw of one chat: each number once, in order, without a gap, as docs/realtime.md tells a client to hold it; and whether each
/// connection kept its promise meanwhile, to bring every event in the order of its number.
/// </summary>
public sealed class Sight
{
    private readonly List<string> _seen = [];
    private readonly List<string> _broken = [];
    private long? _onThisConnection;

    /// <summary>The last number held.</summary>
    public long Last => _seen.Count;

    /// <summary>Promises that a connection broke.</summary>
    public IReadOnlyList<string> Broken => _broken;

    /// <summary>What happened, from number 1 on.</summary>
    public IReadOnlyList<string> Seen => _seen;

    /// <summary>A connection begins, or was told that it may have missed something.</summary>
    public void Anew() => _onThisConnection = null;

    /// <summary>An event came over the connection.</summary>
    /// <returns>False when events before it are missing: they are in the log.</returns>
    public bool Hear(JsonElement happened)
    {
        var seq = happened.Number("seq");
        if (_onThisConnection is { } before && seq != before + 1) _broken.Add($"{seq} came after {before}");
        _onThisConnection = seq;
        if (seq > Last + 1) return false;
        Hold(happened);
        return true;
    }

    /// <summary>An event came from the log.</summary>
    public void Read(JsonElement happened)
    {
        if (happened.Number("seq") > Last + 1) _broken.Add($"the log has a gap before {happened.Number("seq")}");
        Hold(happened);
    }

    /// <summary>What is in an event that must be the same for everybody.</summary>
    public static string Summary(JsonElement happened) => $"{happened.Number("seq")} {happened.Text("type")} {happened.Text("data", "clientMessageId")} {happened.Text("data", "content")}";

    private void Hold(JsonElement happened)
    {
        var seq = happened.Number("seq");
        if (seq == Last + 1) _seen.Add(Summary(happened));
        else if (seq <= Last && _seen[(int)seq - 1] != Summary(happened)) _broken.Add($"{seq} was {_seen[(int)seq - 1]} and is {Summary(happened)}");
    }
}
