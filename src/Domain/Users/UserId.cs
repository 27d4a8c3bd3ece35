using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Users;

public readonly record struct UserId(Guid Value) : IEntityId<UserId>, IComparable<UserId>
{
    public int CompareTo(UserId other) => Value.CompareTo(other.Value);

    public static UserId New() => new(Guid.CreateVersion7());

    public static UserId From(Guid value) => new(value);
}
