using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>Writes a post as the signed-in user.</summary>
/// <param name="Content">Markdown.</param>
public sealed record CreatePost(string Title, [Multiline] string Content, CategoryId? CategoryId, [Verbatim] string? IdempotencyKey) : ICreate
{
    public string Fingerprint => $"{CategoryId?.Value}\n{Title}\n{Content}";

    internal Markup? Rendered { get; set; }
}

public sealed class CreatePostValidator : AbstractValidator<CreatePost>
{
    public CreatePostValidator()
    {
        RuleFor(c => c.Title).IsPostTitle();
        RuleFor(c => c.Content).IsPostContent();
        RuleFor(c => c.CategoryId).NotNull().WithMessage("Choose a category.");
    }
}

public sealed class CreatePostPreparation(IMarkdown markdown, IIndexedTexts texts) : IPrepare<CreatePost>
{
    public async ValueTask<Error?> PrepareAsync(CreatePost message, CancellationToken cancellationToken)
    {
        texts.Prepare(message.Content);
        if ((await markdown.RenderAsync(message.Content, cancellationToken)).TryGet(out var rendered, out var error)) message.Rendered = rendered;
        return error;
    }
}

public sealed class CreatePostHandler(IPostRepository posts, ICategoryRepository categories, IActor actor, TimeProvider clock) : ICommandHandler<CreatePost, Result<Created>>
{
    public async ValueTask<Result<Created>> Handle(CreatePost command, CancellationToken cancellationToken)
    {
        if (!PostTitle.Parse(command.Title).TryGet(out var title, out var error)) return error;
        if (await categories.FindAsync(command.CategoryId!.Value, cancellationToken) is not { } category) return CategoryErrors.Unknown;
        var post = Post.Write(actor.UserId, category.Id, title, command.Rendered!, clock.GetUtcNow());
        posts.Add(post);
        return new Created(post.Id.Value);
    }
}
