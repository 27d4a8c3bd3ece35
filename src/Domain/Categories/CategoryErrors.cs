using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Categories;

public static class CategoryErrors
{
    public static readonly Error NotFound = new("category.not_found", "There is no such category.", ErrorKind.NotFound);
    public static readonly Error Unknown = Error.OfField("category.not_found", "categoryId", "There is no such category.");
    public static readonly Error NotEmpty = new("category.not_empty", "This category holds posts, deleted ones included. Move them first.", ErrorKind.Conflict);
    public static readonly Error SlugTaken = Error.OfField("category.slug_taken", "slug", "There is a category with this slug.") with { Kind = ErrorKind.Conflict };
    public static readonly Error SlugForm = Error.OfField("category.slug_invalid", "slug", "A slug has 1 to 64 of a–z, 0–9 and single hyphens between them.");
    public static readonly Error NameLength = Error.OfField("category.name_invalid", "name", "A name has 1 to 64 characters.");
    public static readonly Error DescriptionLength = Error.OfField("category.description_invalid", "description", "A description has at most 500 characters.");
    public static readonly Error ColorForm = Error.OfField("category.color_invalid", "color", "A colour looks like #1e90ff.");
    public static readonly Error PositionRange = Error.OfField("category.position_invalid", "position", "A position is 0 to 10,000.");
}
