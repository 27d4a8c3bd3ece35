using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Uploads;

namespace RealTimeForum.Application.Comments;

/// <summary>Says something under a post as the signed-in user.</summary>
/// <param name="Content">Markdown.</param>
/// <param name="ParentId">The comment of the same post that this one answers; null for none.</param>
public sealed record CreateComment(PostId PostId, [Multiline] string Content, CommentId? ParentId, [Verbatim] string? IdempotencyKey) : ICreate
{
    /// <summary>Images of mine that are not used yet; with one, the text may be empty.</summary>
    public IReadOnlyList<UploadId> AttachmentIds { get; init; } = [];

    public string Fingerprint => $"{PostId.Value}\n{ParentId?.Value}\n{Content}{string.Concat(AttachmentIds.Select(id => $"\n{id.Value:N}"))}";

    internal Markup? Rendered { get; set; }

    internal string? HeldWord { get; set; }

    /// <summary>What its author is shown; null where it must be read first: with images, or when the key made it before.</summary>
    public CommentView? Made { get; internal set; }
}

public sealed class CreateCommentValidator : AbstractValidator<CreateComment>
{
    public CreateCommentValidator()
    {
        RuleFor(c => c.Content).IsCommentContent(comment => comment.AttachmentIds.Count > 0);
        RuleFor(c => c.AttachmentIds).Must(ids => ids.Count <= Upload.MostOfOne).WithMessage(UploadErrors.TooMany.Message);
    }
}

public sealed class CreateCommentPreparation(IMarkdown markdown, IContentRules rules, IIndexedTexts texts, IActor actor) : IPrepare<CreateComment>
{
    public async ValueTask<Error?> PrepareAsync(CreateComment message, CancellationToken cancellationToken)
    {
        if (!rules.Check(actor, "content", message.Content).TryGet(out var content, out var refusal)) return refusal;
        message.HeldWord = content.Held;
        texts.Prepare(content.Text);
        if ((await markdown.RenderAsync(content.Text, cancellationToken)).TryGet(out var rendered, out var error)) message.Rendered = rendered;
        return error;
    }
}

public sealed class CreateCommentHandler(IPostRepository posts, IUploadRepository uploads, ICommentRepository comments, IReadDb db, IContentRules rules, IActor actor, TimeProvider clock) : ICommandHandler<CreateComment, Result<Created>>
{
    public async ValueTask<Result<Created>> Handle(CreateComment command, CancellationToken cancellationToken)
    {
        if (await posts.FindAsync(command.PostId, cancellationToken) is not { } post) return PostErrors.NotFound;
        var parent = command.ParentId is { } parentId ? await comments.FindAsync(parentId, cancellationToken) : null;
        var now = clock.GetUtcNow();
        var heldFor = await rules.ReasonToHoldAsync(db, actor, command.Rendered!, command.HeldWord, now, cancellationToken);
        if (!post.Comment(actor.AsParticipant(), parent, command.Rendered!, now, heldFor).TryGet(out var comment, out var error)) return error;
        if (command.ParentId is not null && parent is null) return CommentErrors.ParentNotFound;
        comments.Add(comment);
        if (command.AttachmentIds.Count > 0 && (await uploads.PutAsync(command.AttachmentIds, actor.UserId, UploadUse.Comment, comment.Id.Value, cancellationToken)).Error is { } refusal) return refusal;
        if (command.AttachmentIds.Count == 0) command.Made = CommentViews.OfNew(comment, actor);
        return new Created(comment.Id.Value);
    }
}
