using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>Changes a post's title or text, which keeps what it said before, or its category; what is null stays.</summary>
/// <param name="Seen">Null edits whatever is there.</param>
public sealed record EditPost(PostId Id, string? Title, [Multiline] string? Content, CategoryId? CategoryId, SeenVersions? Seen) : ICommand<Result<Done>>
{
    internal Markup? Rendered { get; set; }
}

public sealed class EditPostValidator : AbstractValidator<EditPost>
{
    public EditPostValidator()
    {
        RuleFor(c => c.Title!).IsPostTitle().When(c => c.Title is not null);
        RuleFor(c => c.Content!).IsPostContent().When(c => c.Content is not null);
    }
}

public sealed class EditPostPreparation(IMarkdown markdown, IIndexedTexts texts, IReadDb db) : IPrepare<EditPost>
{
    public async ValueTask<Error?> PrepareAsync(EditPost message, CancellationToken cancellationToken)
    {
        await texts.PrepareAsync(db, message.Id, cancellationToken);
        if (message.Content is null) return null;
        texts.Prepare(message.Content);
        if ((await markdown.RenderAsync(message.Content, cancellationToken)).TryGet(out var rendered, out var error)) message.Rendered = rendered;
        return error;
    }
}

public sealed class EditPostHandler(IPostRepository posts, ICategoryRepository categories, IActor actor, IAudit audit, TimeProvider clock) : ICommandHandler<EditPost, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(EditPost command, CancellationToken cancellationToken)
    {
        if (await posts.FindAsync(command.Id, cancellationToken) is not { } post) return PostErrors.NotFound;
        var title = post.Title;
        if (command.Title is not null && !PostTitle.Parse(command.Title).TryGet(out title, out var error)) return error;

        var version = post.Version;
        if (!post.Edit(actor.AsParticipant(), title, command.Rendered ?? post.Content, clock.GetUtcNow()).TryGet(out var before, out error)) return error;
        if (SeenVersions.Refusal(command.Seen, version) is { } stale) return stale;
        if (before is not null) posts.Add(before);
        if (post.Author != actor.UserId) audit.Record("post.edit", "post", post.Id.Value);

        if (command.CategoryId is not { } categoryId) return Done.Instance;
        if (await categories.FindAsync(categoryId, cancellationToken) is null) return CategoryErrors.Unknown;
        return post.Move(actor.AsParticipant(), categoryId);
    }
}
