using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>Moderators: a pinned post stands before all others in the list of new ones.</summary>
public sealed record PinPost(PostId Id, bool Pinned) : ICommand<Result<Done>>;

public sealed class PinPostHandler(IPostRepository posts, IActor actor, IAudit audit) : ICommandHandler<PinPost, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(PinPost command, CancellationToken cancellationToken)
    {
        if (await posts.FindAsync(command.Id, cancellationToken) is not { } post) return PostErrors.NotFound;
        var was = post.IsPinned;
        if (post.SetPinned(actor.AsParticipant(), command.Pinned).Error is { } refusal) return refusal;
        if (was != command.Pinned) audit.Record(command.Pinned ? "post.pin" : "post.unpin", "post", post.Id.Value);
        return Done.Instance;
    }
}
