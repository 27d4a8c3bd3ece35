using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>Hides a post and its comments from everyone but those who keep order.</summary>
public sealed record DeletePost(PostId Id, SeenVersions? Seen) : ICommand<Result<Done>>;

public sealed class DeletePostPreparation(IIndexedTexts texts, IReadDb db) : IPrepare<DeletePost>
{
    public async ValueTask<Error?> PrepareAsync(DeletePost message, CancellationToken cancellationToken)
    {
        await texts.PrepareAsync(db, message.Id, cancellationToken);
        return null;
    }
}

public sealed class DeletePostHandler(IPostRepository posts, IActor actor, IAudit audit, TimeProvider clock) : ICommandHandler<DeletePost, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(DeletePost command, CancellationToken cancellationToken)
    {
        if (await posts.FindAsync(command.Id, cancellationToken) is not { } post) return PostErrors.NotFound;
        if (post.Delete(actor.AsParticipant(), clock.GetUtcNow()).Error is { } refusal) return refusal;
        if (SeenVersions.Refusal(command.Seen, post.Version) is { } stale) return stale;
        if (post.Author != actor.UserId) audit.Record("post.delete", "post", post.Id.Value);
        return Done.Instance;
    }
}
