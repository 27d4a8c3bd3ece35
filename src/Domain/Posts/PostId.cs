using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Posts;

/// <summary>Sorts by when posts were made, in memory as in the database.</summary>
public readonly record struct PostId(Guid Value) : IEntityId<PostId>, IComparable<PostId>
{
    public static PostId New() => new(TimeOrdered.NewGuid());

    public static PostId From(Guid value) => new(value);

    public static bool operator <(PostId left, PostId right) => left.CompareTo(right) < 0;

    public static bool operator >(PostId left, PostId right) => left.CompareTo(right) > 0;

    public static bool operator <=(PostId left, PostId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(PostId left, PostId right) => left.CompareTo(right) >= 0;

    public int CompareTo(PostId other) => Value.CompareTo(other.Value);
}
