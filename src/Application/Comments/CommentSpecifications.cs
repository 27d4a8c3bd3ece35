using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Comments;

namespace RealTimeForum.Application.Comments;

internal static class CommentSpecifications
{
    /// <summary>Gets ready what the index has of it, before the writer's turn.</summary>
    public static async ValueTask PrepareAsync(this IIndexedTexts texts, IReadDb db, CommentId id, CancellationToken cancellationToken)
    {
        if (await db.FirstAsync(db.Comments.Where(comment => comment.Id == id).Select(comment => comment.Content.Source), cancellationToken) is { } text) texts.Prepare(text);
    }

    /// <summary>Those that have a place in this reader's lists: a deleted one keeps it while there are replies, and always for those who keep order; one that is held for its author.</summary>
    public static IQueryable<Comment> WithPlaceFor(this IQueryable<Comment> comments, IActor reader)
    {
        if (reader.IsStaff) return comments;
        if (!reader.IsSignedIn) return comments.Where(comment => comment.DeletedAt == null || comment.ReplyCount > 0);
        var me = reader.UserId;
        return comments.Where(comment => comment.DeletedAt == null || comment.ReplyCount > 0 || (comment.IsHeld && comment.Author == me));
    }

    /// <summary>Those whose text this reader may see; under a post that they may see.</summary>
    public static IQueryable<Comment> ReadableBy(this IQueryable<Comment> comments, IActor reader)
    {
        if (reader.IsStaff) return comments;
        if (!reader.IsSignedIn) return comments.Where(comment => comment.DeletedAt == null);
        var me = reader.UserId;
        return comments.Where(comment => comment.DeletedAt == null || (comment.IsHeld && comment.Author == me));
    }

    public static IQueryable<CommentLine> Lines(this IReadDb db, IQueryable<Comment> comments) =>
        from comment in comments
        join author in db.Users on comment.Author equals author.Id
        select new CommentLine(
            comment.Id, comment.PostId, comment.ParentId, comment.Number, author.Id, author.Nickname, comment.Content.Source, comment.Content.Html,
            comment.CreatedAt, comment.EditedAt, comment.DeletedAt != null, comment.IsHeld, comment.Reactions, comment.ReplyCount, comment.Version);

    /// <summary>Which emojis the reader put on each of these comments.</summary>
    public static async Task<ILookup<CommentId, string>> MineOnAsync(
        this IReadDb db, IActor reader, IReadOnlyCollection<CommentId> comments, CancellationToken cancellationToken)
    {
        if (!reader.IsSignedIn || comments.Count == 0) return Array.Empty<CommentReaction>().ToLookup(reaction => reaction.CommentId, _ => "");
        var mine = db.CommentReactions.Where(reaction => comments.Contains(reaction.CommentId) && reaction.UserId == reader.UserId);
        return (await db.ListAsync(mine, cancellationToken)).ToLookup(reaction => reaction.CommentId, reaction => reaction.Emoji.Value);
    }
}
