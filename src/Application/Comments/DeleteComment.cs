using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Comments;

/// <summary>Hides a comment; where there are replies to it, its place stays.</summary>
public sealed record DeleteComment(CommentId Id, SeenVersions? Seen) : ICommand<Result<Done>>;

public sealed class DeleteCommentPreparation(IIndexedTexts texts, IReadDb db) : IPrepare<DeleteComment>
{
    public async ValueTask<Error?> PrepareAsync(DeleteComment message, CancellationToken cancellationToken)
    {
        await texts.PrepareAsync(db, message.Id, cancellationToken);
        return null;
    }
}

public sealed class DeleteCommentHandler(IPostRepository posts, ICommentRepository comments, IActor actor, IAudit audit, TimeProvider clock) : ICommandHandler<DeleteComment, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(DeleteComment command, CancellationToken cancellationToken)
    {
        if (await comments.FindAsync(command.Id, cancellationToken) is not { } comment) return CommentErrors.NotFound;
        if (await posts.FindAsync(comment.PostId, cancellationToken) is not { } post) return CommentErrors.NotFound;
        var hadPlace = comment.HasPlace;
        if (comment.Delete(post, actor.AsParticipant(), clock.GetUtcNow()).Error is { } refusal) return refusal;
        if (SeenVersions.Refusal(command.Seen, comment.Version) is { } stale) return stale;
        await comments.CarryUpAsync(comment, hadPlace, cancellationToken);
        if (comment.Author != actor.UserId) audit.Record("comment.delete", "comment", comment.Id.Value);
        return Done.Instance;
    }
}
