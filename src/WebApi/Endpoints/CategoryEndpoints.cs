using Mediator;
using Microsoft.AspNetCore.Http.HttpResults;
using RealTimeForum.Application.Categories;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Users;
using RealTimeForum.WebApi.Http;

namespace RealTimeForum.WebApi.Endpoints;

internal static class CategoryEndpoints
{
    public static void MapCategories(this IEndpointRouteBuilder app)
    {
        var anyone = app.MapGroup("/api/categories").WithTags("Categories").RequireAct(Act.ReadForum);
        anyone.MapGet("", List).WithSummary("All categories");
        anyone.MapGet("/{id:guid}", Get).WithSummary("One category").ProducesProblem(404);

        var admins = app.MapGroup("/api/categories").WithTags("Categories").RequireAct(Act.ManageCategories).ProducesProblem(401).ProducesProblem(403);
        admins.MapPost("", Create).WithSummary("Administrators: make a category").ProducesProblem(400).ProducesProblem(409);
        admins.MapPatch("/{id:guid}", Edit).WithSummary("Administrators: change a category; what is left out stays").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        admins.MapDelete("/{id:guid}", Delete).WithSummary("Administrators: remove a category that holds no posts").ProducesProblem(404).ProducesProblem(409);
    }

    private static Task<Results<Ok<Page<CategoryView>>, ProblemHttpResult>> List(ISender sender, CancellationToken ct) => sender.Answer(new ListCategories(), ct);

    private static Task<Results<Ok<CategoryView>, ProblemHttpResult>> Get(Guid id, ISender sender, CancellationToken ct) => sender.Answer(new GetCategory(CategoryId.From(id)), ct);

    private static async Task<Results<Created<CategoryView>, ProblemHttpResult>> Create(CreateCategoryBody body, ISender sender, CancellationToken ct)
    {
        var result = await sender.Send(new CreateCategory(body.Name, body.Slug, body.Description, body.Color, body.Position), ct);
        return result.Match<Results<Created<CategoryView>, ProblemHttpResult>>(
            category => TypedResults.Created($"/api/categories/{category.Id}", category), error => Problems.From(error));
    }

    private static Task<Results<Ok<CategoryView>, ProblemHttpResult>> Edit(Guid id, EditCategoryBody body, ISender sender, CancellationToken ct) =>
        sender.Answer(new EditCategory(CategoryId.From(id), body.Name, body.Slug, body.Description, body.Color, body.Position), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Delete(Guid id, ISender sender, CancellationToken ct) => sender.Do(new DeleteCategory(CategoryId.From(id)), ct);

    internal sealed record CreateCategoryBody(string Name = "", string Slug = "", string? Description = null, string? Color = null, int? Position = null);

    internal sealed record EditCategoryBody(string? Name = null, string? Slug = null, string? Description = null, string? Color = null, int? Position = null);
}
