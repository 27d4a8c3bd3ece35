using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Posts;

public static class PostErrors
{
    public static readonly Error NotFound = new("post.not_found", "There is no such post.", ErrorKind.NotFound);
    public static readonly Error NotYours = new("post.not_yours", "Only its author or a moderator may do this to a post.", ErrorKind.Forbidden);
    public static readonly Error Deleted = new("post.deleted", "This post is deleted. Restore it first.", ErrorKind.Conflict);
    public static readonly Error DeletedByStaff = new("post.deleted_by_staff", "A moderator deleted this post; only a moderator can restore it.", ErrorKind.Forbidden);
    public static readonly Error Locked = new("post.locked", "This post is locked: it takes no more comments.", ErrorKind.Forbidden);
    public static readonly Error TitleLength = Error.OfField("post.title_invalid", "title", "A title has 3 to 200 characters.");
    public static readonly Error ContentEmpty = Error.OfField("post.content_invalid", "content", "Write something first.");
    public static readonly Error ContentTooLong = Error.OfField("post.content_invalid", "content", "A post has at most 50,000 characters.");
    public static readonly Error TooManyEmojis = new("reaction.too_many", "There are enough different emojis here already. Choose one of them.", ErrorKind.Conflict);
    public static readonly Error TagForm = Error.OfField("post.tag_invalid", "tags", "A tag has 1 to 32 letters, digits and _ . + # - only.");
    public static readonly Error TooManyTags = Error.OfField("post.tag_invalid", "tags", "A post has at most 5 tags.");
    public static readonly Error TopicNotFound = new("topic.not_found", "There is nothing like this to watch.", ErrorKind.NotFound);
}
