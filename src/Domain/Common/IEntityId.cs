namespace RealTimeForum.Domain.Common;

/// <summary>A UUIDv7 of one kind of thing, so that a chat's id can't be passed where a user's is meant.</summary>
public interface IEntityId<TSelf>
    where TSelf : struct, IEntityId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}
