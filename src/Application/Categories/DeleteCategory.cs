using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Categories;

/// <summary>Administrators: removes a category that holds no posts.</summary>
public sealed record DeleteCategory(CategoryId Id) : ICommand<Result<Done>>;

public sealed class DeleteCategoryHandler(ICategoryRepository categories, IReadDb db, IActor actor) : ICommandHandler<DeleteCategory, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(DeleteCategory command, CancellationToken cancellationToken)
    {
        if (actor.Role != Role.Admin) return CommonErrors.Forbidden;
        if (await categories.FindAsync(command.Id, cancellationToken) is not { } category) return CategoryErrors.NotFound;
        if (await db.AnyAsync(db.Posts.Where(post => post.CategoryId == category.Id), cancellationToken)) return CategoryErrors.NotEmpty;
        categories.Remove(category);
        return Done.Instance;
    }
}
