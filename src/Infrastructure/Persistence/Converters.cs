using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Infrastructure.Persistence;

/// <summary>Ids as 16 bytes in time order: compared byte by byte they sort by when they were made.</summary>
internal sealed class IdToBytes<TId>() : ValueConverter<TId, byte[]>(id => id.Value.ToByteArray(true), bytes => Read(bytes))
    where TId : struct, IEntityId<TId>
{
    private static TId Read(byte[] bytes) => TId.From(new Guid(bytes, bigEndian: true));
}

internal sealed class GuidToBytes() : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), bytes => new Guid(bytes, true));

/// <summary>Unix milliseconds: SQLite cannot order a DateTimeOffset.</summary>
internal sealed class TimeToMilliseconds() : ValueConverter<DateTimeOffset, long>(time => time.ToUnixTimeMilliseconds(), ms => DateTimeOffset.FromUnixTimeMilliseconds(ms));

/// <summary>A product that has a type for ids orders them as the bytes do.</summary>
internal sealed class IdToGuid<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => Read(value))
    where TId : struct, IEntityId<TId>
{
    private static TId Read(Guid value) => TId.From(value);
}
