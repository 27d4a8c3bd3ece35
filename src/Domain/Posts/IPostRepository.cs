using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Posts;

public interface IPostRepository
{
    ValueTask<Post?> FindAsync(PostId id, CancellationToken cancellationToken);

    ValueTask<PostReaction?> FindReactionAsync(PostId post, UserId user, Emoji emoji, CancellationToken cancellationToken);

    void Add(Post post);

    void Add(PostRevision revision);

    void Add(PostReaction reaction);

    void Remove(PostReaction reaction);
}
