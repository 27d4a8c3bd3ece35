using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Comments;

public readonly record struct CommentId(Guid Value) : IEntityId<CommentId>
{
    public static CommentId New() => new(TimeOrdered.NewGuid());

    public static CommentId From(Guid value) => new(value);
}
