using Microsoft.EntityFrameworkCore;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Persistence;

/// <summary>To whom a page of posts or comments differs from everybody else's: who put a reaction on one, follows, muted or bookmarked it, or has one that is held.</summary>
public sealed class Reactors
{
    private readonly ReadPool _pool;

    internal Reactors(ReadPool pool) => _pool = pool;

    public Task<IReadOnlySet<UserId>> OfPostsAsync(IEnumerable<Guid> posts)
    {
        var ids = posts.Select(PostId.From).ToList();
        return ReadAsync(db => db.Set<PostReaction>().Where(reaction => ids.Contains(reaction.PostId)).Select(reaction => reaction.UserId)
            .Union(db.Set<PostInterest>().Where(interest => ids.Contains(interest.PostId)).Select(interest => interest.UserId)));
    }

    public Task<IReadOnlySet<UserId>> OfCommentsAsync(Guid post, IEnumerable<Guid> comments)
    {
        var postId = PostId.From(post);
        var ids = comments.Select(CommentId.From).ToList();
        return ReadAsync(db => db.Set<CommentReaction>().Where(reaction => ids.Contains(reaction.CommentId)).Select(reaction => reaction.UserId)
            .Union(db.Set<Comment>().Where(comment => comment.PostId == postId && comment.IsHeld).Select(comment => comment.Author)));
    }

    private async Task<IReadOnlySet<UserId>> ReadAsync(Func<ForumDb, IQueryable<UserId>> query)
    {
        var db = _pool.Rent();
        try { return (await query(db).ToListAsync()).ToHashSet(); }
        finally { _pool.Return(db); }
    }
}
