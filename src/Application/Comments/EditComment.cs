using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Comments;

/// <summary>Changes a comment's text and keeps what it said before.</summary>
/// <param name="Seen">Null edits whatever is there.</param>
public sealed record EditComment(CommentId Id, [Multiline] string Content, SeenVersions? Seen) : ICommand<Result<Done>>
{
    internal Markup? Rendered { get; set; }
}

public sealed class EditCommentValidator : AbstractValidator<EditComment>
{
    public EditCommentValidator() => RuleFor(c => c.Content).IsCommentContent();
}

public sealed class EditCommentPreparation(IMarkdown markdown, IIndexedTexts texts, IReadDb db) : IPrepare<EditComment>
{
    public async ValueTask<Error?> PrepareAsync(EditComment message, CancellationToken cancellationToken)
    {
        await texts.PrepareAsync(db, message.Id, cancellationToken);
        texts.Prepare(message.Content);
        if ((await markdown.RenderAsync(message.Content, cancellationToken)).TryGet(out var rendered, out var error)) message.Rendered = rendered;
        return error;
    }
}

public sealed class EditCommentHandler(IPostRepository posts, ICommentRepository comments, IActor actor, IAudit audit, TimeProvider clock) : ICommandHandler<EditComment, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(EditComment command, CancellationToken cancellationToken)
    {
        if (await comments.FindAsync(command.Id, cancellationToken) is not { } comment) return CommentErrors.NotFound;
        if (await posts.FindAsync(comment.PostId, cancellationToken) is not { } post) return CommentErrors.NotFound;
        var version = comment.Version;
        if (!comment.Edit(post, actor.AsParticipant(), command.Rendered!, clock.GetUtcNow()).TryGet(out var before, out var error)) return error;
        if (SeenVersions.Refusal(command.Seen, version) is { } stale) return stale;
        if (before is not null) comments.Add(before);
        if (comment.Author != actor.UserId) audit.Record("comment.edit", "comment", comment.Id.Value);
        return Done.Instance;
    }
}
