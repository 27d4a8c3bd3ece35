using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Comments;

public interface ICommentRepository
{
    ValueTask<Comment?> FindAsync(CommentId id, CancellationToken cancellationToken);

    ValueTask<CommentReaction?> FindReactionAsync(CommentId comment, UserId user, Emoji emoji, CancellationToken cancellationToken);

    void Add(Comment comment);

    void Add(CommentRevision revision);

    void Add(CommentReaction reaction);

    void Remove(CommentReaction reaction);
}
