using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Comments;

/// <summary>What a comment said until it was edited.</summary>
public sealed class CommentRevision
{
    private CommentRevision() => Content = null!;

    internal CommentRevision(Comment comment, UserId replacedBy, DateTimeOffset now) =>
        (CommentId, Version, Content, WrittenAt, ReplacedBy, ReplacedAt) =
        (comment.Id, comment.Version, comment.Content, comment.EditedAt ?? comment.CreatedAt, replacedBy, now);

    public CommentId CommentId { get; private set; }

    public int Version { get; private set; }

    public Markup Content { get; private set; }

    public DateTimeOffset WrittenAt { get; private set; }

    public UserId ReplacedBy { get; private set; }

    public DateTimeOffset ReplacedAt { get; private set; }
}

/// <summary>What somebody put on a comment; one person has one of each emoji.</summary>
public sealed class CommentReaction
{
    private CommentReaction() => Emoji = null!;

    internal CommentReaction(CommentId commentId, UserId userId, Emoji emoji, DateTimeOffset now) => (CommentId, UserId, Emoji, At) = (commentId, userId, emoji, now);

    public CommentId CommentId { get; private set; }

    public UserId UserId { get; private set; }

    public Emoji Emoji { get; private set; }

    public DateTimeOffset At { get; private set; }
}
