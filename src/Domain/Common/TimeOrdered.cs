using System.Buffers.Binary;

namespace RealTimeForum.Domain.Common;

public static class TimeOrdered
{
    private const int CounterBits = 12;

    private static long _last;

    /// <summary>A UUIDv7 greater than every one made here before: of two made in the same millisecond the later one still sorts later.</summary>
    public static Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7().TryWriteBytes(bytes, bigEndian: true, out _);
        var now = BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16 << CounterBits;
        long last, next;
        do
        {
            last = Volatile.Read(ref _last);
            next = Math.Max(now, last + 1);
        }
        while (Interlocked.CompareExchange(ref _last, next, last) != last);

        BinaryPrimitives.WriteInt64BigEndian(bytes, next >> CounterBits << 16);
        bytes[6] = (byte)(0x70 | ((next >> 8) & 0x0F));
        bytes[7] = (byte)next;
        return new Guid(bytes, bigEndian: true);
    }
}
