using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>A post as events tell it: as in lists, without what differs by reader.</summary>
public sealed record PostEvent(
    Guid Id, string Title, string Excerpt, UserRef Author, CategoryRef Category, DateTimeOffset CreatedAt, DateTimeOffset? EditedAt, DateTimeOffset LastActivityAt,
    int CommentCount, IReadOnlyList<EmojiCount> Reactions, bool IsPinned, bool IsLocked, bool IsDeleted, int Version);

/// <summary>All that is told of a post that was deleted.</summary>
public sealed record PostGone(Guid Id, bool IsDeleted);

/// <param name="CommentId">Null where it is about the post itself.</param>
public sealed record ReactionsEvent(Guid PostId, Guid? CommentId, IReadOnlyList<EmojiCount> Reactions);

/// <summary>Tells those who watch the feed, or the post, what became of a post.</summary>
internal sealed class PushPosts(IReadDb db, ILiveEvents live) : IReactTo<PostWritten>, IReactTo<PostChanged>, IReactTo<PostReactionsChanged>
{
    public async ValueTask ReactAsync(PostWritten happened, CancellationToken cancellationToken) =>
        live.Publish(new ToTopic(Topics.Posts, new Frame("post.created", null, null, Tell(await FindAsync(happened.PostId, cancellationToken)))));

    public async ValueTask ReactAsync(PostChanged happened, CancellationToken cancellationToken)
    {
        var post = await FindAsync(happened.PostId, cancellationToken);
        ToBoth(happened.PostId, new Frame("post.changed", null, null, post.IsDeleted ? new PostGone(post.Id.Value, IsDeleted: true) : Tell(post)));
    }

    public async ValueTask ReactAsync(PostReactionsChanged happened, CancellationToken cancellationToken)
    {
        var post = await FindAsync(happened.PostId, cancellationToken);
        ToBoth(happened.PostId, new Frame("reactions.changed", null, null, new ReactionsEvent(post.Id.Value, CommentId: null, EmojiCount.Of(post.Reactions))));
    }

    private async Task<PostLine> FindAsync(PostId id, CancellationToken cancellationToken) =>
        await db.FirstAsync(db.Lines(db.Posts.WithId(id)), cancellationToken) ?? throw new InvalidOperationException($"Post {id.Value} raised an event and is not there.");

    private void ToBoth(PostId id, Frame frame)
    {
        live.Publish(new ToTopic(Topics.Posts, frame));
        live.Publish(new ToTopic(Topics.Of(id), frame));
    }

    private static PostEvent Tell(PostLine post) => new(
        post.Id.Value, post.Title.Value, post.Excerpt, post.AuthorRef, post.CategoryRef, post.CreatedAt, post.EditedAt, post.LastActivityAt,
        post.CommentCount, EmojiCount.Of(post.Reactions), post.IsPinned, post.IsLocked, post.IsDeleted, post.Version);
}
