using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Uploads;

namespace RealTimeForum.Application.Posts;

/// <summary>Changes a post's title or text, which keeps what it said before, its category or its tags; what is null stays.</summary>
/// <param name="Seen">Null edits whatever is there.</param>
public sealed record EditPost(PostId Id, string? Title, [Multiline] string? Content, CategoryId? CategoryId, IReadOnlyList<string>? Tags, SeenVersions? Seen) : ICommand<Result<Done>>
{
    /// <summary>All images it shall have, in this order; null leaves them as they are.</summary>
    public IReadOnlyList<UploadId>? AttachmentIds { get; init; }

    internal Markup? Rendered { get; set; }

    internal string? Heading { get; set; }

    internal string? HeldWord { get; set; }
}

public sealed class EditPostValidator : AbstractValidator<EditPost>
{
    public EditPostValidator()
    {
        RuleFor(c => c.Title!).IsPostTitle().When(c => c.Title is not null);
        RuleFor(c => c.Tags).AreTags();
        RuleFor(c => c.Content!).IsPostContent(post => post.AttachmentIds is { Count: > 0 }).When(c => c.Content is not null);
    }
}

public sealed class EditPostPreparation(IMarkdown markdown, IContentRules rules, IIndexedTexts texts, IReadDb db, IActor actor) : IPrepare<EditPost>
{
    public async ValueTask<Error?> PrepareAsync(EditPost message, CancellationToken cancellationToken)
    {
        await texts.PrepareAsync(db, message.Id, cancellationToken);
        if (message.Title is not null)
        {
            if (!rules.Check(actor, "title", message.Title).TryGet(out var title, out var wrong)) return wrong;
            (message.Heading, message.HeldWord) = (title.Text, title.Held);
        }
        if (!rules.CheckTags(actor, message.Tags).TryGet(out var tags, out var unwanted)) return unwanted;
        message.HeldWord ??= tags.Held;
        if (message.Content is null) return null;
        if (!rules.Check(actor, "content", message.Content).TryGet(out var content, out var refusal)) return refusal;
        message.HeldWord ??= content.Held;
        texts.Prepare(content.Text);
        if ((await markdown.RenderAsync(content.Text, cancellationToken)).TryGet(out var rendered, out var error)) message.Rendered = rendered;
        return error;
    }
}

public sealed class EditPostHandler(IPostRepository posts, IUploadRepository uploads, ICategoryRepository categories, IReadDb db, IContentRules rules, IActor actor, IAudit audit, TimeProvider clock) : ICommandHandler<EditPost, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(EditPost command, CancellationToken cancellationToken)
    {
        if (await posts.FindAsync(command.Id, cancellationToken) is not { } post) return PostErrors.NotFound;
        var title = post.Title;
        if (command.Title is not null && !PostTitle.Parse(command.Heading ?? command.Title).TryGet(out title, out var error)) return error;

        var version = post.Version;
        if (!post.Edit(actor.AsParticipant(), title, command.Rendered ?? post.Content, clock.GetUtcNow()).TryGet(out var before, out error)) return error;
        if (SeenVersions.Refusal(command.Seen, version) is { } stale) return stale;
        if (before is not null) posts.Add(before);
        if (command.Tags is not null && await TagAsync(post, command.Tags, cancellationToken) is { } wrong) return wrong;
        if (post.Author != actor.UserId) audit.Record("post.edit", "post", post.Id.Value);

        if (command.AttachmentIds is { } ids && (await uploads.PutAsync(ids, actor.UserId, UploadUse.Post, post.Id.Value, cancellationToken)).Error is { } unknown) return unknown;
        if (command.CategoryId is { } categoryId)
        {
            if (await categories.FindAsync(categoryId, cancellationToken) is null) return CategoryErrors.Unknown;
            if (post.Move(actor.AsParticipant(), categoryId).Error is { } refusal) return refusal;
        }
        if ((before is not null || command.HeldWord is not null) && await rules.ReasonToHoldAsync(db, actor, post.Content, command.HeldWord, clock.GetUtcNow(), cancellationToken) is { } reason) post.Hold(reason, clock.GetUtcNow());
        return Done.Instance;
    }

    private async ValueTask<Error?> TagAsync(Post post, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        if (!Tag.ParseAll(wanted).TryGet(out var tags, out var error)) return error;
        var before = (await posts.TagsAsync(post.Id, cancellationToken)).OrderBy(tag => tag.Position).ToList();
        if (before.Select(tag => tag.Tag).SequenceEqual(tags, StringComparer.Ordinal)) return null;
        foreach (var tag in before) posts.Remove(tag);
        await posts.SaveAsync(cancellationToken);
        for (var i = 0; i < tags.Count; i++) posts.Add(new PostTag(post.Id, tags[i], i));
        post.Retagged();
        return null;
    }
}
