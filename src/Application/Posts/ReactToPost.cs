using FluentValidation;
using Mediator;
using RealTimeForum.Application.Chats;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>Puts my emoji on a post or takes it off; doing it twice is doing it once. Answers the counts as they then are.</summary>
public sealed record ReactToPost(PostId Id, string Emoji, bool On) : ICommand<Result<ReactionView[]>>;

public sealed class ReactToPostValidator : AbstractValidator<ReactToPost>
{
    public ReactToPostValidator() => RuleFor(c => c.Emoji).Must(emoji => Emoji.Parse(emoji).IsSuccess).WithMessage(ChatErrors.NotAnEmoji.Message);
}

public sealed class ReactToPostHandler(IPostRepository posts, IReadDb db, IActor actor, TimeProvider clock) : ICommandHandler<ReactToPost, Result<ReactionView[]>>
{
    public async ValueTask<Result<ReactionView[]>> Handle(ReactToPost command, CancellationToken cancellationToken)
    {
        if (!Emoji.Parse(command.Emoji).TryGet(out var emoji, out var error)) return error;
        var me = actor.AsParticipant();
        if (await posts.FindAsync(command.Id, cancellationToken) is not { } post) return PostErrors.NotFound;
        if (post.RefusalToTouch(me) is { } refusal) return refusal;
        var mine = (await db.MineOnAsync(actor, [post.Id], cancellationToken))[post.Id].ToHashSet(StringComparer.Ordinal);

        var existing = await posts.FindReactionAsync(post.Id, me.UserId, emoji, cancellationToken);
        if (command.On && existing is null)
        {
            if (!post.React(me.UserId, emoji, clock.GetUtcNow()).TryGet(out var reaction, out error)) return error;
            posts.Add(reaction);
            mine.Add(emoji.Value);
        }
        else if (!command.On && existing is not null)
        {
            post.TakeBack(existing);
            posts.Remove(existing);
            mine.Remove(emoji.Value);
        }
        return ReactionViews.Of(post.Reactions, mine);
    }
}
