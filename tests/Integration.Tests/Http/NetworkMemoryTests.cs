using System.Buffers;
using RealTimeForum.WebApi.Start;

namespace RealTimeForum.Integration.Tests.Http;

public sealed class NetworkMemoryTests
{
    [Fact]
    public void A_block_is_lent_again_but_never_to_two()
    {
        using var memory = new NetworkMemory();
        var first = memory.Rent();
        var bytes = first.Memory;
        first.Dispose();
        first.Dispose();

        using var again = memory.Rent();
        using var other = memory.Rent();

        again.Memory.Should().Be(bytes);
        other.Memory.Should().NotBe(bytes);
    }

    [Fact]
    public void What_many_gave_back_at_once_is_not_kept()
    {
        using var memory = new NetworkMemory();
        var lent = Enumerable.Range(0, 5_000).Select(_ => memory.Rent()).ToList();
        var known = lent.Select(block => block.Memory).ToHashSet();
        foreach (var block in lent) block.Dispose();

        Enumerable.Range(0, 5_000).Select(_ => memory.Rent()).Count(block => known.Contains(block.Memory)).Should().BeInRange(1, 1_024);
    }
}
