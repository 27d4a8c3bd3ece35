using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>Shows a deleted post and its comments again. An author restores only what they deleted themselves.</summary>
public sealed record RestorePost(PostId Id, SeenVersions? Seen) : ICommand<Result<Done>>;

public sealed class RestorePostPreparation(IIndexedTexts texts, IReadDb db) : IPrepare<RestorePost>
{
    public async ValueTask<Error?> PrepareAsync(RestorePost message, CancellationToken cancellationToken)
    {
        await texts.PrepareAsync(db, message.Id, cancellationToken);
        return null;
    }
}

public sealed class RestorePostHandler(IPostRepository posts, IActor actor, IAudit audit) : ICommandHandler<RestorePost, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(RestorePost command, CancellationToken cancellationToken)
    {
        if (await posts.FindAsync(command.Id, cancellationToken) is not { } post) return PostErrors.NotFound;
        if (post.Restore(actor.AsParticipant()).Error is { } refusal) return refusal;
        if (SeenVersions.Refusal(command.Seen, post.Version) is { } stale) return stale;
        if (post.Author != actor.UserId) audit.Record("post.restore", "post", post.Id.Value);
        return Done.Instance;
    }
}
