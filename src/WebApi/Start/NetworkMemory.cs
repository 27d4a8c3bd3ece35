using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace RealTimeForum.WebApi.Start;

/// <summary>
/// The blocks that requests, answers and frames pass through. The server's own pool keeps for minutes as many as were ever used at once, pinned:
/// one frame to ten thousand sockets takes ten thousand. This one keeps <see cref="MostKept"/>; the rest is the garbage collector's.
/// </summary>
internal sealed class NetworkMemory : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    /// <summary>A page of memory, as Kestrel's own blocks are.</summary>
    private const int BlockSize = 4096;

    private const int MostKept = 1024;

    private readonly ConcurrentQueue<Block> _free = new();
    private int _kept;

    public override int MaxBufferSize => BlockSize;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => this;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        if (!_free.TryDequeue(out var block)) return new Block(this);
        Interlocked.Decrement(ref _kept);
        block.Lend();
        return block;
    }

    protected override void Dispose(bool disposing) => _free.Clear();

    private void GiveBack(Block block)
    {
        if (Interlocked.Increment(ref _kept) <= MostKept) _free.Enqueue(block);
        else Interlocked.Decrement(ref _kept);
    }

    private sealed class Block(NetworkMemory pool) : IMemoryOwner<byte>
    {
        private bool _isLent = true;

        public Memory<byte> Memory { get; } = GC.AllocateUninitializedArray<byte>(BlockSize);

        public void Lend() => Volatile.Write(ref _isLent, true);

        /// <summary>Given back twice it would be lent to two.</summary>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLent, false)) pool.GiveBack(this);
        }
    }
}
