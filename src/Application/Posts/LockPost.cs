using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>Moderators: a locked post takes comments from nobody but them.</summary>
public sealed record LockPost(PostId Id, bool Locked) : ICommand<Result<Done>>;

public sealed class LockPostHandler(IPostRepository posts, IActor actor, IAudit audit) : ICommandHandler<LockPost, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(LockPost command, CancellationToken cancellationToken)
    {
        if (await posts.FindAsync(command.Id, cancellationToken) is not { } post) return PostErrors.NotFound;
        var was = post.IsLocked;
        if (post.SetLocked(actor.AsParticipant(), command.Locked).Error is { } refusal) return refusal;
        if (was != command.Locked) audit.Record(command.Locked ? "post.lock" : "post.unlock", "post", post.Id.Value);
        return Done.Instance;
    }
}
