using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Users;

public readonly record struct UserId(Guid Value) : IEntityId<UserId>
{
    public static UserId New() => new(Guid.CreateVersion7());

    public static UserId From(Guid value) => new(value);
}
