using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Uploads;

namespace RealTimeForum.Application.Posts;

/// <summary>Writes a post as the signed-in user.</summary>
/// <param name="Content">Markdown.</param>
public sealed record CreatePost(string Title, [Multiline] string Content, CategoryId? CategoryId, IReadOnlyList<string>? Tags, [Verbatim] string? IdempotencyKey) : ICreate
{
    /// <summary>Images of mine that are not used yet; with one, the text may be empty.</summary>
    public IReadOnlyList<UploadId> AttachmentIds { get; init; } = [];

    public string Fingerprint => $"{CategoryId?.Value}\n{Title}\n{Content}{string.Concat(AttachmentIds.Select(id => $"\n{id.Value:N}"))}" + (Tags is { Count: > 0 } ? $"\n{string.Join(' ', Tags)}" : "");

    internal Markup? Rendered { get; set; }

    internal string? Heading { get; set; }

    internal string? HeldWord { get; set; }
}

public sealed class CreatePostValidator : AbstractValidator<CreatePost>
{
    public CreatePostValidator()
    {
        RuleFor(c => c.Title).IsPostTitle();
        RuleFor(c => c.Content).IsPostContent(post => post.AttachmentIds.Count > 0);
        RuleFor(c => c.AttachmentIds).Must(ids => ids.Count <= Upload.MostOfOne).WithMessage(UploadErrors.TooMany.Message);
        RuleFor(c => c.Tags).AreTags();
        RuleFor(c => c.CategoryId).NotNull().WithMessage("Choose a category.");
    }
}

public sealed class CreatePostPreparation(IMarkdown markdown, IContentRules rules, IIndexedTexts texts, IActor actor) : IPrepare<CreatePost>
{
    public async ValueTask<Error?> PrepareAsync(CreatePost message, CancellationToken cancellationToken)
    {
        if (!rules.Check(actor, "title", message.Title).TryGet(out var title, out var refusal) || !rules.Check(actor, "content", message.Content).TryGet(out var content, out refusal)) return refusal;
        if (!rules.CheckTags(actor, message.Tags).TryGet(out var tags, out refusal)) return refusal;
        (message.Heading, message.HeldWord) = (title.Text, title.Held ?? content.Held ?? tags.Held);
        texts.Prepare(content.Text);
        if ((await markdown.RenderAsync(content.Text, cancellationToken)).TryGet(out var rendered, out var error)) message.Rendered = rendered;
        return error;
    }
}

public sealed class CreatePostHandler(IPostRepository posts, IUploadRepository uploads, ICategoryRepository categories, IReadDb db, IContentRules rules, IActor actor, TimeProvider clock) : ICommandHandler<CreatePost, Result<Created>>
{
    public async ValueTask<Result<Created>> Handle(CreatePost command, CancellationToken cancellationToken)
    {
        if (!PostTitle.Parse(command.Heading!).TryGet(out var title, out var error)) return error;
        if (await categories.FindAsync(command.CategoryId!.Value, cancellationToken) is not { } category) return CategoryErrors.Unknown;
        if (!Tag.ParseAll(command.Tags ?? []).TryGet(out var tags, out error)) return error;
        var now = clock.GetUtcNow();
        var heldFor = await rules.ReasonToHoldAsync(db, actor, command.Rendered!, command.HeldWord, now, cancellationToken);
        var post = Post.Write(actor.UserId, category.Id, title, command.Rendered!, now, heldFor);
        posts.Add(post);
        if ((await uploads.PutAsync(command.AttachmentIds, actor.UserId, UploadUse.Post, post.Id.Value, cancellationToken)).Error is { } refusal) return refusal;
        for (var i = 0; i < tags.Count; i++) posts.Add(new PostTag(post.Id, tags[i], i));
        return new Created(post.Id.Value);
    }
}
