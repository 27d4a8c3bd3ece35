using BenchmarkDotNet.Attributes;
using RealTimeForum.Infrastructure.Realtime;

namespace RealTimeForum.Allocations;

/// <summary>What a frame that is ready costs in memory for each of those who get it, apart from their sockets.</summary>
[MemoryDiagnoser]
public class FanOut
{
    private const int Recipients = 200;

    private static readonly ReadOnlyMemory<byte> Frame = new byte[300];

    private readonly OutboundQueue[] _queues = [.. Enumerable.Range(0, Recipients).Select(_ => new OutboundQueue(1_024, 512 * 1024))];

    [Benchmark(Description = "queue a frame for one of 200, and take it", OperationsPerInvoke = Recipients)]
    public int Queue()
    {
        var taken = 0;
        foreach (var queue in _queues) queue.TryAdd(Frame);
        foreach (var queue in _queues)
        {
            using var frames = queue.Take();
            taken += frames.Count;
            queue.Left(frames.Count, frames.Count * Frame.Length);
        }
        return taken;
    }
}
