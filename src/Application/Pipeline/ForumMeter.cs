using System.Diagnostics.Metrics;

namespace RealTimeForum.Application.Pipeline;

/// <summary>What the forum counts. Nobody listens unless the settings ask for it, and then nothing costs more than a look.</summary>
public static class ForumMeter
{
    public const string Name = "RealTimeForum";

    private static readonly Meter Meter = new(Name);

    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };

    /// <summary>By use case: those that were answered.</summary>
    public static readonly Histogram<double> Answered = Meter.CreateHistogram("forum.use_case.duration", "s", "From a request's door to its answer; of a write, on disk by then", null, Seconds);

    /// <summary>By use case and code.</summary>
    public static readonly Counter<long> Refused = Meter.CreateCounter<long>("forum.use_case.refused", null, "Refusals and errors");

    /// <summary>By outcome: <c>ok</c> or a code.</summary>
    public static readonly Counter<long> SignIns = Meter.CreateCounter<long>("forum.sign_ins", null, "Attempts to sign in whose password was looked at");

    public static readonly Counter<long> Resent = Meter.CreateCounter<long>("forum.messages.resent", null, "Messages that came again and were not written twice");

    public static readonly UpDownCounter<long> Waiting = Meter.CreateUpDownCounter<long>("forum.writer.waiting", null, "Commands that wait for the writer");

    public static readonly Histogram<int> Committed = Meter.CreateHistogram("forum.commit.commands", null, "Commands that share a commit", null, new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] });

    public static readonly Histogram<double> Commit = Meter.CreateHistogram("forum.commit.duration", "s", "Of a commit, until it is on disk", null, Seconds);

    public static readonly UpDownCounter<long> Sockets = Meter.CreateUpDownCounter<long>("forum.sockets.open", null, "Open sockets");

    public static readonly Counter<long> Delivered = Meter.CreateCounter<long>("forum.frames.delivered", null, "Frames written to sockets");

    public static readonly Histogram<double> HandedOn = Meter.CreateHistogram("forum.live.duration", "s", "From a commit until what it tells waits at every socket that hears of it", null, Seconds);
}
