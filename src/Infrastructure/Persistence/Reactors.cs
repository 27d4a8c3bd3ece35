using Microsoft.EntityFrameworkCore;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Persistence;

/// <summary>Who put a reaction on any of some posts or comments: to them a page differs from everybody else's.</summary>
public sealed class Reactors
{
    private readonly ReadPool _pool;

    internal Reactors(ReadPool pool) => _pool = pool;

    public Task<IReadOnlySet<UserId>> OfPostsAsync(IEnumerable<Guid> posts)
    {
        var ids = posts.Select(PostId.From).ToList();
        return ReadAsync(db => db.Set<PostReaction>().Where(reaction => ids.Contains(reaction.PostId)).Select(reaction => reaction.UserId));
    }

    public Task<IReadOnlySet<UserId>> OfCommentsAsync(IEnumerable<Guid> comments)
    {
        var ids = comments.Select(CommentId.From).ToList();
        return ReadAsync(db => db.Set<CommentReaction>().Where(reaction => ids.Contains(reaction.CommentId)).Select(reaction => reaction.UserId));
    }

    private async Task<IReadOnlySet<UserId>> ReadAsync(Func<ForumDb, IQueryable<UserId>> query)
    {
        var db = _pool.Rent();
        try { return (await query(db).ToListAsync()).ToHashSet(); }
        finally { _pool.Return(db); }
    }
}
