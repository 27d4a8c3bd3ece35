using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Posts;

/// <summary>What a post said until it was edited.</summary>
public sealed class PostRevision
{
    private PostRevision() => (Title, Content) = (null!, null!);

    internal PostRevision(Post post, UserId replacedBy, DateTimeOffset now) =>
        (PostId, Version, Title, Content, WrittenAt, ReplacedBy, ReplacedAt) =
        (post.Id, post.Version, post.Title, post.Content, post.EditedAt ?? post.CreatedAt, replacedBy, now);

    public PostId PostId { get; private set; }

    public int Version { get; private set; }

    public PostTitle Title { get; private set; }

    public Markup Content { get; private set; }

    public DateTimeOffset WrittenAt { get; private set; }

    public UserId ReplacedBy { get; private set; }

    public DateTimeOffset ReplacedAt { get; private set; }
}

/// <summary>What somebody put on a post; one person has one of each emoji.</summary>
public sealed class PostReaction
{
    private PostReaction() => Emoji = null!;

    internal PostReaction(PostId postId, UserId userId, Emoji emoji, DateTimeOffset now) => (PostId, UserId, Emoji, At) = (postId, userId, emoji, now);

    public PostId PostId { get; private set; }

    public UserId UserId { get; private set; }

    public Emoji Emoji { get; private set; }

    public DateTimeOffset At { get; private set; }
}
