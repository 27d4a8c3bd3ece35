using FluentValidation;
using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>I have seen a post's comments up to this number: later ones are new to me on my next visit.</summary>
public sealed record SeeComments(PostId Id, long? Number) : ICommand<Result<Done>>;

public sealed class SeeCommentsValidator : AbstractValidator<SeeComments>
{
    public SeeCommentsValidator() => RuleFor(c => c.Number).NotNull().WithMessage("Say up to which comment.").GreaterThanOrEqualTo(0).WithMessage("A number is not negative.");
}

public sealed class SeeCommentsHandler(IPostRepository posts, IActor actor) : ICommandHandler<SeeComments, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(SeeComments command, CancellationToken cancellationToken)
    {
        if (await posts.FindAsync(command.Id, cancellationToken) is not { } post || !post.IsVisibleTo(actor.AsParticipant())) return PostErrors.NotFound;
        var interest = await posts.FindInterestAsync(post.Id, actor.UserId, cancellationToken);
        if (interest is null) posts.Add(interest = new PostInterest(post.Id, actor.UserId));
        interest.SawUpTo(Math.Min(command.Number!.Value, post.LastCommentNumber));
        return Done.Instance;
    }
}
