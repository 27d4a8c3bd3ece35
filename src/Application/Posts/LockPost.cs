using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>Moderators: a locked post takes comments from nobody but them.</summary>
public sealed record LockPost(PostId Id, bool Locked) : ICommand<Result<Done>>;

public sealed class LockPostHandler(IPostRepository posts, IActor actor) : ICommandHandler<LockPost, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(LockPost command, CancellationToken cancellationToken) =>
        await posts.FindAsync(command.Id, cancellationToken) is { } post ? post.SetLocked(actor.AsParticipant(), command.Locked) : PostErrors.NotFound;
}
