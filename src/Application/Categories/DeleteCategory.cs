using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Categories;

/// <summary>Administrators: removes a category that holds no posts.</summary>
public sealed record DeleteCategory(CategoryId Id) : ICommand<Result<Done>>;

public sealed class DeleteCategoryHandler(ICategoryRepository categories, IReadDb db, IAudit audit) : ICommandHandler<DeleteCategory, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(DeleteCategory command, CancellationToken cancellationToken)
    {
        if (await categories.FindAsync(command.Id, cancellationToken) is not { } category) return CategoryErrors.NotFound;
        if (await db.AnyAsync(db.Posts.Where(post => post.CategoryId == category.Id), cancellationToken)) return CategoryErrors.NotEmpty;
        categories.Remove(category);
        audit.Record("category.delete", "category", category.Id.Value, category.Name);
        return Done.Instance;
    }
}
