using FluentValidation;
using Mediator;
using RealTimeForum.Application.Chats;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Comments;

/// <summary>Puts my emoji on a comment or takes it off; doing it twice is doing it once. Answers the counts as they then are.</summary>
public sealed record ReactToComment(CommentId Id, string Emoji, bool On) : ICommand<Result<ReactionView[]>>;

public sealed class ReactToCommentValidator : AbstractValidator<ReactToComment>
{
    public ReactToCommentValidator() => RuleFor(c => c.Emoji).Must(emoji => Emoji.Parse(emoji).IsSuccess).WithMessage(ChatErrors.NotAnEmoji.Message);
}

public sealed class ReactToCommentHandler(IPostRepository posts, ICommentRepository comments, IReadDb db, IActor actor, TimeProvider clock)
    : ICommandHandler<ReactToComment, Result<ReactionView[]>>
{
    public async ValueTask<Result<ReactionView[]>> Handle(ReactToComment command, CancellationToken cancellationToken)
    {
        if (!Emoji.Parse(command.Emoji).TryGet(out var emoji, out var error)) return error;
        var me = actor.AsParticipant();
        if (await comments.FindAsync(command.Id, cancellationToken) is not { } comment) return CommentErrors.NotFound;
        if (await posts.FindAsync(comment.PostId, cancellationToken) is not { } post) return CommentErrors.NotFound;
        if (comment.RefusalToTouch(post, me) is { } refusal) return refusal;
        var mine = (await db.MineOnAsync(actor, [comment.Id], cancellationToken))[comment.Id].ToHashSet(StringComparer.Ordinal);

        var existing = await comments.FindReactionAsync(comment.Id, me.UserId, emoji, cancellationToken);
        if (command.On && existing is null)
        {
            if (!comment.React(me.UserId, emoji, clock.GetUtcNow()).TryGet(out var reaction, out error)) return error;
            comments.Add(reaction);
            mine.Add(emoji.Value);
        }
        else if (!command.On && existing is not null)
        {
            comment.TakeBack(existing);
            comments.Remove(existing);
            mine.Remove(emoji.Value);
        }
        return ReactionViews.Of(comment.Reactions, mine);
    }
}
