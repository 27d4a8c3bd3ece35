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

/// <summary>Changes a comment's text and keeps what it said before.</summary>
/// <param name="Seen">Null edits whatever is there.</param>
public sealed record EditComment(CommentId Id, [Multiline] string Content, SeenVersions? Seen) : ICommand<Result<Done>>
{
    /// <summary>All images it shall have, in this order; null leaves them as they are.</summary>
    public IReadOnlyList<UploadId>? AttachmentIds { get; init; }

    internal Markup? Rendered { get; set; }

    internal string? HeldWord { get; set; }
}

public sealed class EditCommentValidator : AbstractValidator<EditComment>
{
    public EditCommentValidator() => RuleFor(c => c.Content).IsCommentContent(comment => comment.AttachmentIds is { Count: > 0 });
}

public sealed class EditCommentPreparation(IMarkdown markdown, IContentRules rules, IIndexedTexts texts, IReadDb db, IActor actor) : IPrepare<EditComment>
{
    public async ValueTask<Error?> PrepareAsync(EditComment message, CancellationToken cancellationToken)
    {
        if (!rules.Check(actor, "content", message.Content).TryGet(out var content, out var refusal)) return refusal;
        message.HeldWord = content.Held;
        await texts.PrepareAsync(db, message.Id, cancellationToken);
        texts.Prepare(content.Text);
        if ((await markdown.RenderAsync(content.Text, cancellationToken)).TryGet(out var rendered, out var error)) message.Rendered = rendered;
        return error;
    }
}

public sealed class EditCommentHandler(IPostRepository posts, IUploadRepository uploads, ICommentRepository comments, IReadDb db, IContentRules rules, IActor actor, IAudit audit, TimeProvider clock) : ICommandHandler<EditComment, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(EditComment command, CancellationToken cancellationToken)
    {
        if (await comments.FindAsync(command.Id, cancellationToken) is not { } comment) return CommentErrors.NotFound;
        if (await posts.FindAsync(comment.PostId, cancellationToken) is not { } post) return CommentErrors.NotFound;
        var version = comment.Version;
        if (!comment.Edit(post, actor.AsParticipant(), command.Rendered!, clock.GetUtcNow()).TryGet(out var before, out var error)) return error;
        if (SeenVersions.Refusal(command.Seen, version) is { } stale) return stale;
        if (command.AttachmentIds is { } ids && (await uploads.PutAsync(ids, actor.UserId, UploadUse.Comment, comment.Id.Value, cancellationToken)).Error is { } unknown) return unknown;
        if (before is null) return Done.Instance;
        comments.Add(before);
        if (comment.Author != actor.UserId) audit.Record("comment.edit", "comment", comment.Id.Value);
        if (await rules.ReasonToHoldAsync(db, actor, comment.Content, command.HeldWord, clock.GetUtcNow(), cancellationToken) is not { } reason) return Done.Instance;
        var hadPlace = comment.HasPlace;
        comment.Hold(post, reason, clock.GetUtcNow());
        await comments.CarryUpAsync(comment, hadPlace, cancellationToken);
        return Done.Instance;
    }
}
