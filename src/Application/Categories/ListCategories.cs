using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Categories;

/// <summary>All categories, by position and name.</summary>
public sealed record ListCategories : IQuery<Result<Page<CategoryView>>>;

/// <param name="Description">Empty when nobody wrote one.</param>
/// <param name="Color">As <c>#rrggbb</c>; null lets the page choose.</param>
public sealed record CategoryView(Guid Id, string Slug, string Name, string Description, string? Color, int Position)
{
    public static CategoryView Of(Category category) =>
        new(category.Id.Value, category.Slug.Value, category.Name, category.Description, category.Color, category.Position);
}

public sealed class ListCategoriesHandler(IReadDb db) : IQueryHandler<ListCategories, Result<Page<CategoryView>>>
{
    public async ValueTask<Result<Page<CategoryView>>> Handle(ListCategories query, CancellationToken cancellationToken)
    {
        var categories = await db.ListAsync(db.Categories.OrderBy(category => category.Position).ThenBy(category => category.Name), cancellationToken);
        return Page.Whole<CategoryView>([.. categories.Select(CategoryView.Of)]);
    }
}
