using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>Follows, mutes or bookmarks a post for me, or no longer; twice is once.</summary>
public sealed record SetInterest(PostId Id, Interest Interest, bool IsOn) : ICommand<Result<Done>>;

public sealed class SetInterestHandler(IPostRepository posts, IActor actor) : ICommandHandler<SetInterest, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(SetInterest command, CancellationToken cancellationToken)
    {
        if (await posts.FindAsync(command.Id, cancellationToken) is not { } post || !post.IsVisibleTo(actor.AsParticipant())) return PostErrors.NotFound;
        var interest = await posts.FindInterestAsync(post.Id, actor.UserId, cancellationToken);
        if (interest is null)
        {
            if (!command.IsOn) return Done.Instance;
            posts.Add(interest = new PostInterest(post.Id, actor.UserId));
        }
        interest.Set(command.Interest, command.IsOn);
        return Done.Instance;
    }
}
