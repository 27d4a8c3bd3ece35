using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Categories;

/// <summary>Administrators: makes a category.</summary>
public sealed record CreateCategory(string Name, string Slug, [Multiline] string? Description, string? Color, int? Position) : ICommand<Result<CategoryView>>;

public sealed class CreateCategoryHandler(ICategoryRepository categories, IAudit audit) : ICommandHandler<CreateCategory, Result<CategoryView>>
{
    public async ValueTask<Result<CategoryView>> Handle(CreateCategory command, CancellationToken cancellationToken)
    {
        if (!Slug.Parse(command.Slug).TryGet(out var slug, out var error)) return error;
        if (!Category.Make(command.Name, slug, command.Description ?? "", command.Color, command.Position ?? 0).TryGet(out var category, out error)) return error;
        if (await categories.FindAsync(slug, cancellationToken) is not null) return CategoryErrors.SlugTaken;
        categories.Add(category);
        audit.Record("category.create", "category", category.Id.Value, category.Name);
        return CategoryView.Of(category);
    }
}
