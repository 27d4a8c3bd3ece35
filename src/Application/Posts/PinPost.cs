using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>Moderators: a pinned post stands before all others in the list of new ones.</summary>
public sealed record PinPost(PostId Id, bool Pinned) : ICommand<Result<Done>>;

public sealed class PinPostHandler(IPostRepository posts, IActor actor) : ICommandHandler<PinPost, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(PinPost command, CancellationToken cancellationToken) =>
        await posts.FindAsync(command.Id, cancellationToken) is { } post ? post.SetPinned(actor.AsParticipant(), command.Pinned) : PostErrors.NotFound;
}
