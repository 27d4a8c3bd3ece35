using RealTimeForum.Infrastructure.Realtime;

namespace RealTimeForum.Integration.Tests.Ws;

/// <summary>What waits for one connection: in order, all of it, and never more than may wait.</summary>
public sealed class OutboundQueueTests
{
    [Fact]
    public async Task Whoever_adds_meanwhile_everything_is_taken_in_order()
    {
        const int Each = 20_000;
        var queue = new OutboundQueue(mostFrames: int.MaxValue, mostBytes: long.MaxValue);
        var adders = Enumerable.Range(0, 4).Select(adder => Task.Run(() =>
        {
            for (var n = 0; n < Each; n++) queue.TryAdd(new[] { (byte)adder, (byte)n, (byte)(n >> 8) }).Should().BeTrue();
        })).ToList();
        _ = Task.WhenAll(adders).ContinueWith(_ => queue.End(), TaskScheduler.Default);

        var next = new int[4];
        while (await queue.WaitAsync())
        {
            using var frames = queue.Take();
            for (var i = 0; i < frames.Count; i++)
            {
                var frame = frames[i].Span;
                var (adder, n) = (frame[0], frame[1] | (frame[2] << 8));
                n.Should().Be(next[adder]++);
            }
        }
        next.Should().AllBeEquivalentTo(Each);
    }

    [Fact]
    public async Task What_was_taken_counts_until_it_left()
    {
        var queue = new OutboundQueue(mostFrames: 3, mostBytes: 100);
        queue.TryAdd(new byte[60]).Should().BeTrue();
        queue.TryAdd(new byte[60]).Should().BeFalse("that would be 120 bytes");
        queue.TryAdd(new byte[10]).Should().BeTrue();
        queue.Take().Count.Should().Be(2);
        queue.TryAdd(new byte[10]).Should().BeTrue();
        queue.TryAdd(new byte[1]).Should().BeFalse("three wait or are on their way");
        queue.Left(2, 70);
        queue.TryAdd(new byte[80]).Should().BeTrue();

        queue.End();
        (await queue.WaitAsync()).Should().BeTrue("what waits is still there");
        queue.Take().Count.Should().Be(2);
        (await queue.WaitAsync()).Should().BeFalse();
    }
}
