using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Comments;

/// <summary>Shows a deleted comment again. An author restores only what they deleted themselves.</summary>
public sealed record RestoreComment(CommentId Id, SeenVersions? Seen) : ICommand<Result<Done>>;

public sealed class RestoreCommentPreparation(IIndexedTexts texts, IReadDb db) : IPrepare<RestoreComment>
{
    public async ValueTask<Error?> PrepareAsync(RestoreComment message, CancellationToken cancellationToken)
    {
        await texts.PrepareAsync(db, message.Id, cancellationToken);
        return null;
    }
}

public sealed class RestoreCommentHandler(IPostRepository posts, ICommentRepository comments, IActor actor, IAudit audit) : ICommandHandler<RestoreComment, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(RestoreComment command, CancellationToken cancellationToken)
    {
        if (await comments.FindAsync(command.Id, cancellationToken) is not { } comment) return CommentErrors.NotFound;
        if (await posts.FindAsync(comment.PostId, cancellationToken) is not { } post) return CommentErrors.NotFound;
        var hadPlace = comment.HasPlace;
        if (comment.Restore(post, actor.AsParticipant()).Error is { } refusal) return refusal;
        if (SeenVersions.Refusal(command.Seen, comment.Version) is { } stale) return stale;
        await comments.CarryUpAsync(comment, hadPlace, cancellationToken);
        if (comment.Author != actor.UserId) audit.Record("comment.restore", "comment", comment.Id.Value);
        return Done.Instance;
    }
}
