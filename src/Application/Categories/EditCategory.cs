using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Categories;

/// <summary>Administrators: changes a category; what is null stays.</summary>
/// <param name="Color">Empty takes the colour away.</param>
public sealed record EditCategory(CategoryId Id, string? Name, string? Slug, [Multiline] string? Description, string? Color, int? Position) : ICommand<Result<CategoryView>>;

public sealed class EditCategoryHandler(ICategoryRepository categories, IAudit audit) : ICommandHandler<EditCategory, Result<CategoryView>>
{
    public async ValueTask<Result<CategoryView>> Handle(EditCategory command, CancellationToken cancellationToken)
    {
        if (await categories.FindAsync(command.Id, cancellationToken) is not { } category) return CategoryErrors.NotFound;
        var slug = category.Slug;
        if (command.Slug is not null && !Slug.Parse(command.Slug).TryGet(out slug, out var error)) return error;
        var color = command.Color is null ? category.Color : command.Color.Length == 0 ? null : command.Color;
        if (category.Change(command.Name ?? category.Name, slug, command.Description ?? category.Description, color, command.Position ?? category.Position).Error is { } refusal)
            return refusal;
        if (await categories.FindAsync(slug, cancellationToken) is { } other && other.Id != category.Id) return CategoryErrors.SlugTaken;
        audit.Record("category.edit", "category", category.Id.Value, category.Name);
        return CategoryView.Of(category);
    }
}
