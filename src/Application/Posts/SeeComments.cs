using FluentValidation;
using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>I see a post's comments up to this number. Answers how far I had seen them before: later ones are new to me.</summary>
public sealed record SeeComments(PostId Id, long? Number) : ICommand<Result<SeenView>>;

/// <param name="SeenComments">The number of the newest comment on my last visit; null on the first.</param>
public sealed record SeenView(long? SeenComments);

public sealed class SeeCommentsValidator : AbstractValidator<SeeComments>
{
    public SeeCommentsValidator() => RuleFor(c => c.Number).NotNull().WithMessage("Say up to which comment.").GreaterThanOrEqualTo(0).WithMessage("A number is not negative.");
}

public sealed class SeeCommentsHandler(IPostRepository posts, IActor actor) : ICommandHandler<SeeComments, Result<SeenView>>
{
    public async ValueTask<Result<SeenView>> Handle(SeeComments command, CancellationToken cancellationToken)
    {
        if (await posts.FindAsync(command.Id, cancellationToken) is not { } post || !post.IsVisibleTo(actor.AsParticipant())) return PostErrors.NotFound;
        var visit = await posts.FindVisitAsync(post.Id, actor.UserId, cancellationToken);
        var before = visit?.SeenComments;
        if (visit is null) posts.Add(visit = new PostVisit(post.Id, actor.UserId));
        visit.SawUpTo(Math.Min(command.Number!.Value, post.LastCommentNumber));
        return new SeenView(before);
    }
}
