using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Comments;

/// <summary>Says something under a post as the signed-in user.</summary>
/// <param name="Content">Markdown.</param>
/// <param name="ParentId">The comment of the same post that this one answers; null for none.</param>
public sealed record CreateComment(PostId PostId, [Multiline] string Content, CommentId? ParentId, [Verbatim] string? IdempotencyKey) : ICreate
{
    public string Fingerprint => $"{PostId.Value}\n{ParentId?.Value}\n{Content}";

    internal Markup? Rendered { get; set; }
}

public sealed class CreateCommentValidator : AbstractValidator<CreateComment>
{
    public CreateCommentValidator() => RuleFor(c => c.Content).IsCommentContent();
}

public sealed class CreateCommentPreparation(IMarkdown markdown, IIndexedTexts texts) : IPrepare<CreateComment>
{
    public async ValueTask<Error?> PrepareAsync(CreateComment message, CancellationToken cancellationToken)
    {
        texts.Prepare(message.Content);
        if ((await markdown.RenderAsync(message.Content, cancellationToken)).TryGet(out var rendered, out var error)) message.Rendered = rendered;
        return error;
    }
}

public sealed class CreateCommentHandler(IPostRepository posts, ICommentRepository comments, IActor actor, TimeProvider clock) : ICommandHandler<CreateComment, Result<Created>>
{
    public async ValueTask<Result<Created>> Handle(CreateComment command, CancellationToken cancellationToken)
    {
        if (await posts.FindAsync(command.PostId, cancellationToken) is not { } post) return PostErrors.NotFound;
        var parent = command.ParentId is { } parentId ? await comments.FindAsync(parentId, cancellationToken) : null;
        if (!post.Comment(actor.AsParticipant(), parent, command.Rendered!, clock.GetUtcNow()).TryGet(out var comment, out var error)) return error;
        if (command.ParentId is not null && parent is null) return CommentErrors.ParentNotFound;
        comments.Add(comment);
        return new Created(comment.Id.Value);
    }
}
