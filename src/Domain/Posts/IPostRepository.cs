using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Posts;

public interface IPostRepository
{
    ValueTask<Post?> FindAsync(PostId id, CancellationToken cancellationToken);

    ValueTask<PostReaction?> FindReactionAsync(PostId post, UserId user, Emoji emoji, CancellationToken cancellationToken);

    ValueTask<PostInterest?> FindInterestAsync(PostId post, UserId user, CancellationToken cancellationToken);

    ValueTask<PostVisit?> FindVisitAsync(PostId post, UserId user, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<PostTag>> TagsAsync(PostId post, CancellationToken cancellationToken);

    /// <summary>Writes what was removed, so that it can be added anew in another order.</summary>
    ValueTask SaveAsync(CancellationToken cancellationToken);

    void Add(PostTag tag);

    void Remove(PostTag tag);

    void Add(PostInterest interest);

    void Add(PostVisit visit);

    void Add(Post post);

    void Add(PostRevision revision);

    void Add(PostReaction reaction);

    void Remove(PostReaction reaction);
}
