using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Comments;

public static class CommentErrors
{
    public static readonly Error NotFound = new("comment.not_found", "There is no such comment.", ErrorKind.NotFound);
    public static readonly Error NotYours = new("comment.not_yours", "Only its author or a moderator may do this to a comment.", ErrorKind.Forbidden);
    public static readonly Error Deleted = new("comment.deleted", "This comment is deleted. Restore it first.", ErrorKind.Conflict);
    public static readonly Error DeletedByStaff = new("comment.deleted_by_staff", "A moderator deleted this comment; only a moderator can restore it.", ErrorKind.Forbidden);
    public static readonly Error ParentNotFound = Error.OfField("comment.parent_not_found", "parentId", "The comment you answer is not under this post.");
    public static readonly Error ContentEmpty = Error.OfField("comment.content_invalid", "content", "Write something first.");
    public static readonly Error ContentTooLong = Error.OfField("comment.content_invalid", "content", "A comment has at most 10,000 characters.");
}
