using System.Buffers.Binary;
using System.Reflection;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Infrastructure.Seeding;

/// <summary>UUIDv7s of a clock of its own, so that two runs give the same ids.</summary>
internal sealed class SeedIds(DateTimeOffset start)
{
    private long _made;

    public Guid Next(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (at < start ? start : at).ToUnixTimeMilliseconds() << 16);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], ++_made);
        bytes[6] = 0x70;
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Gives an aggregate that made its own id one of ours, before anything points at it.</summary>
    public T Give<T, TId>(T entity, DateTimeOffset at, string property = "Id")
        where T : class
        where TId : struct, IEntityId<TId>
    {
        Set(entity, property, TId.From(Next(at)));
        return entity;
    }

    public static void Set<T>(T entity, string property, object value)
        where T : class
    {
        var found = typeof(T).GetProperty(property, BindingFlags.Public | BindingFlags.Instance)!;
        found.DeclaringType!.GetProperty(property)!.SetValue(entity, value);
    }
}
