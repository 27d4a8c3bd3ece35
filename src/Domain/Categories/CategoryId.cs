using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Categories;

public readonly record struct CategoryId(Guid Value) : IEntityId<CategoryId>
{
    public static CategoryId New() => new(TimeOrdered.NewGuid());

    public static CategoryId From(Guid value) => new(value);
}
