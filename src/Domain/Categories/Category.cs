using System.Text.RegularExpressions;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Categories;

/// <summary>A shelf for posts.</summary>
public sealed partial class Category : AggregateRoot<CategoryId>
{
    public const int MaxNameLength = 64;
    public const int MaxDescriptionLength = 500;
    public const int MaxPosition = 10_000;

    private Category() => (Name, Slug, Description) = (null!, null!, null!);

    private Category(string name, Slug slug, string description, string? color, int position) =>
        (Id, Name, Slug, Description, Color, Position) = (CategoryId.New(), name, slug, description, color, position);

    public string Name { get; private set; }

    public Slug Slug { get; private set; }

    /// <summary>Empty when nobody wrote one.</summary>
    public string Description { get; private set; }

    /// <summary>As <c>#rrggbb</c>; null lets the page choose.</summary>
    public string? Color { get; private set; }

    /// <summary>Lists go by this, then by name.</summary>
    public int Position { get; private set; }

    public static Category General() => new("General", Slug.Stored("general"), "", color: null, position: 0);

    public static Result<Category> Make(string name, Slug slug, string description, string? color, int position)
    {
        var category = new Category("", slug, "", color: null, position: 0);
        return category.Change(name, slug, description, color, position) is { Error: { } error } ? error : category;
    }

    public Result<Done> Change(string name, Slug slug, string description, string? color, int position)
    {
        if (name.Length > MaxNameLength || Text.IsBlank(name)) return CategoryErrors.NameLength;
        if (description.Length > MaxDescriptionLength) return CategoryErrors.DescriptionLength;
        if (color is not null && !ColorForm().IsMatch(color)) return CategoryErrors.ColorForm;
        if (position is < 0 or > MaxPosition) return CategoryErrors.PositionRange;
        (Name, Slug, Description, Color, Position) = (name, slug, description, color?.ToLowerInvariant(), position);
        return Done.Instance;
    }

    [GeneratedRegex(@"\A#[0-9A-Fa-f]{6}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ColorForm();
}
