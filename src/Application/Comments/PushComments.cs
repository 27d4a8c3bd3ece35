using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Comments;

/// <param name="Comment">Null for those who watch the feed: they need the post's counts only.</param>
public sealed record CommentEvent(Guid PostId, Guid CommentId, int CommentCount, DateTimeOffset LastActivityAt, CommentView? Comment);

/// <summary>Tells those who watch a post what became of a comment, and those who watch the feed how many there are.</summary>
internal sealed class PushComments(IReadDb db, ILiveEvents live) : IReactTo<CommentWritten>, IReactTo<CommentChanged>, IReactTo<CommentReactionsChanged>
{
    public ValueTask ReactAsync(CommentWritten happened, CancellationToken cancellationToken) =>
        TellAsync("comment.created", happened.PostId, happened.CommentId, cancellationToken);

    public ValueTask ReactAsync(CommentChanged happened, CancellationToken cancellationToken) =>
        TellAsync("comment.changed", happened.PostId, happened.CommentId, cancellationToken);

    public async ValueTask ReactAsync(CommentReactionsChanged happened, CancellationToken cancellationToken)
    {
        if (!live.IsHeard(Topics.Of(happened.PostId)))
        {
            live.Publish(new Unheard(User: null, Topics.Of(happened.PostId)));
            return;
        }
        var reactions = db.Comments.Where(comment => comment.Id == happened.CommentId).Select(comment => comment.Reactions);
        if (await db.FirstAsync(reactions, cancellationToken) is not { } tally) return;
        live.Publish(new ToTopic(
            Topics.Of(happened.PostId),
            new Frame("reactions.changed", null, null, new ReactionsView(happened.PostId.Value, happened.CommentId.Value, ReactionViews.ForEveryone(tally)))));
    }

    private async ValueTask TellAsync(string type, PostId postId, CommentId commentId, CancellationToken cancellationToken)
    {
        var (inFeed, inPost) = (live.IsHeard(Topics.Posts), live.IsHeard(Topics.Of(postId)));
        if (!inFeed) live.Publish(new Unheard(User: null, Topics.Posts));
        if (!inPost) live.Publish(new Unheard(User: null, Topics.Of(postId)));
        if (!inFeed && !inPost) return;

        var post = await db.FirstAsync(db.Posts.WithId(postId).Select(row => new { row.CommentCount, row.LastActivityAt }), cancellationToken);
        if (post is null) return;
        var counts = new CommentEvent(postId.Value, commentId.Value, post.CommentCount, post.LastActivityAt, Comment: null);
        if (inFeed) live.Publish(new ToTopic(Topics.Posts, new Frame(type, null, null, counts)));
        if (!inPost || await db.FirstAsync(db.Lines(db.Comments.Where(comment => comment.Id == commentId)), cancellationToken) is not { } line) return;
        live.Publish(new ToTopic(Topics.Of(postId), new Frame(type, null, null, counts with { Comment = (await db.WithImagesAsync([line.ShowToEveryone()], cancellationToken))[0] })));
    }
}
