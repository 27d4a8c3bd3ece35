using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Categories;

/// <summary>Administrators: makes a category.</summary>
public sealed record CreateCategory(string Name, string Slug, [Multiline] string? Description, string? Color, int? Position) : ICommand<Result<CategoryView>>;

public sealed class CreateCategoryHandler(ICategoryRepository categories, IActor actor) : ICommandHandler<CreateCategory, Result<CategoryView>>
{
    public async ValueTask<Result<CategoryView>> Handle(CreateCategory command, CancellationToken cancellationToken)
    {
        if (actor.Role != Role.Admin) return CommonErrors.Forbidden;
        if (!Slug.Parse(command.Slug).TryGet(out var slug, out var error)) return error;
        if (!Category.Make(command.Name, slug, command.Description ?? "", command.Color, command.Position ?? 0).TryGet(out var category, out error)) return error;
        if (await categories.FindAsync(slug, cancellationToken) is not null) return CategoryErrors.SlugTaken;
        categories.Add(category);
        return CategoryView.Of(category);
    }
}
