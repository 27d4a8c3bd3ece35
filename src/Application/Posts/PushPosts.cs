using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>All that is told of a post that was deleted.</summary>
public sealed record PostGone(Guid Id, bool IsDeleted);

/// <summary>Tells those who watch the feed, or the post, what became of a post.</summary>
internal sealed class PushPosts(IReadDb db, ILiveEvents live) : IReactTo<PostWritten>, IReactTo<PostChanged>, IReactTo<PostReactionsChanged>
{
    public async ValueTask ReactAsync(PostWritten happened, CancellationToken cancellationToken) =>
        live.Publish(new ToTopic(Topics.Posts, new Frame("post.created", null, null, (await FindAsync(happened.PostId, cancellationToken)).ShowToEveryone(await TagsAsync(happened.PostId, cancellationToken)))));

    public async ValueTask ReactAsync(PostChanged happened, CancellationToken cancellationToken)
    {
        var post = await FindAsync(happened.PostId, cancellationToken);
        ToBoth(happened.PostId, new Frame("post.changed", null, null, post.IsDeleted ? new PostGone(post.Id.Value, IsDeleted: true) : post.ShowToEveryone(await TagsAsync(happened.PostId, cancellationToken))));
    }

    public async ValueTask ReactAsync(PostReactionsChanged happened, CancellationToken cancellationToken)
    {
        if (!live.IsHeard(Topics.Posts) && !live.IsHeard(Topics.Of(happened.PostId)))
        {
            live.Publish(new Unheard(User: null, Topics.Posts));
            live.Publish(new Unheard(User: null, Topics.Of(happened.PostId)));
            return;
        }
        var post = await FindAsync(happened.PostId, cancellationToken);
        ToBoth(happened.PostId, new Frame("reactions.changed", null, null, new ReactionsView(post.Id.Value, CommentId: null, ReactionViews.ForEveryone(post.Reactions))));
    }

    private async Task<PostLine> FindAsync(PostId id, CancellationToken cancellationToken) =>
        await db.FirstAsync(db.Lines(db.Posts.WithId(id)), cancellationToken) ?? throw new InvalidOperationException($"Post {id.Value} raised an event and is not there.");

    private Task<ILookup<PostId, string>> TagsAsync(PostId id, CancellationToken cancellationToken) => db.TagsOfAsync([id], cancellationToken);

    private void ToBoth(PostId id, Frame frame)
    {
        live.Publish(new ToTopic(Topics.Posts, frame));
        live.Publish(new ToTopic(Topics.Of(id), frame));
    }
}
