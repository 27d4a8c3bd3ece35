using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Posts;

public enum Interest { Follow, Mute, Bookmark }

/// <summary>What a post is to one person.</summary>
public sealed class PostInterest(PostId postId, UserId userId)
{
    public PostId PostId { get; private set; } = postId;

    public UserId UserId { get; private set; } = userId;

    /// <summary>They are called for every comment.</summary>
    public bool IsFollowed { get; private set; }

    /// <summary>Nothing under it calls them.</summary>
    public bool IsMuted { get; private set; }

    public bool IsBookmarked { get; private set; }

    /// <summary>Who follows a post does not mute it, and the other way round.</summary>
    public void Set(Interest interest, bool isOn)
    {
        switch (interest)
        {
            case Interest.Follow: (IsFollowed, IsMuted) = (isOn, IsMuted && !isOn); break;
            case Interest.Mute: (IsMuted, IsFollowed) = (isOn, IsFollowed && !isOn); break;
            default: IsBookmarked = isOn; break;
        }
    }
}

/// <summary>How far somebody saw a post's comments: what came after is new to them.</summary>
public sealed class PostVisit(PostId postId, UserId userId)
{
    public PostId PostId { get; private set; } = postId;

    public UserId UserId { get; private set; } = userId;

    /// <summary>The number of the newest one.</summary>
    public long SeenComments { get; private set; }

    /// <summary>Only ever forward.</summary>
    public void SawUpTo(long number) => SeenComments = Math.Max(SeenComments, number);
}
