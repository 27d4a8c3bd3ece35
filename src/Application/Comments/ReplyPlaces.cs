using RealTimeForum.Domain.Comments;

namespace RealTimeForum.Application.Comments;

/// <summary>A deleted comment has a place only while replies to it have one: what one reply gains or loses can go up its whole thread.</summary>
internal static class ReplyPlaces
{
    /// <param name="hadPlace">Before the change that was just made to the comment.</param>
    public static async ValueTask CarryUpAsync(this ICommentRepository comments, Comment changed, bool hadPlace, CancellationToken cancellationToken)
    {
        for (var comment = changed; comment.HasPlace != hadPlace && comment.ParentId is { } parentId;)
        {
            if (await comments.FindAsync(parentId, cancellationToken) is not { } parent) return;
            var parentHadPlace = parent.HasPlace;
            if (hadPlace) parent.LoseReply();
            else parent.GainReply();
            (comment, hadPlace) = (parent, parentHadPlace);
        }
    }
}
