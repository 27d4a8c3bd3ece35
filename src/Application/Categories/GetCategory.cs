using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Categories;

/// <summary>One category.</summary>
public sealed record GetCategory(CategoryId Id) : IQuery<Result<CategoryView>>;

public sealed class GetCategoryHandler(IReadDb db) : IQueryHandler<GetCategory, Result<CategoryView>>
{
    public async ValueTask<Result<CategoryView>> Handle(GetCategory query, CancellationToken cancellationToken) =>
        await db.FirstAsync(db.Categories.Where(category => category.Id == query.Id), cancellationToken) is { } category
            ? CategoryView.Of(category)
            : CategoryErrors.NotFound;
}
