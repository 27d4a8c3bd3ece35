using Microsoft.EntityFrameworkCore;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Notifications;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Reports;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Persistence;

internal sealed class CategoryRepository(ForumDb db) : ICategoryRepository
{
    public ValueTask<Category?> FindAsync(CategoryId id, CancellationToken cancellationToken) => db.Set<Category>().FindAsync([id], cancellationToken);

    public async ValueTask<Category?> FindAsync(Slug slug, CancellationToken cancellationToken) =>
        await db.Set<Category>().FirstOrDefaultAsync(category => category.Slug == slug, cancellationToken);

    public void Add(Category category) => db.Add(category);

    public void Remove(Category category) => db.Remove(category);
}

internal sealed class PostRepository(ForumDb db) : IPostRepository
{
    public ValueTask<Post?> FindAsync(PostId id, CancellationToken cancellationToken) => db.FindToChangeAsync<Post, PostId>(id, cancellationToken);

    public ValueTask<PostReaction?> FindReactionAsync(PostId post, UserId user, Emoji emoji, CancellationToken cancellationToken) =>
        db.Set<PostReaction>().FindAsync([post, user, emoji], cancellationToken);

    public ValueTask<PostInterest?> FindInterestAsync(PostId post, UserId user, CancellationToken cancellationToken) =>
        db.Set<PostInterest>().FindAsync([post, user], cancellationToken);

    public ValueTask<PostVisit?> FindVisitAsync(PostId post, UserId user, CancellationToken cancellationToken) => db.Set<PostVisit>().FindAsync([post, user], cancellationToken);

    public async ValueTask<IReadOnlyList<PostTag>> TagsAsync(PostId post, CancellationToken cancellationToken) =>
        await db.Set<PostTag>().Where(tag => tag.PostId == post).ToListAsync(cancellationToken);

    public async ValueTask SaveAsync(CancellationToken cancellationToken) => await db.SaveChangesAsync(cancellationToken);

    public void Add(PostTag tag) => db.Add(tag);

    public void Remove(PostTag tag) => db.Remove(tag);

    public void Add(PostInterest interest) => db.Add(interest);

    public void Add(PostVisit visit) => db.Add(visit);

    public void Add(Post post) => db.Add(post);

    public void Add(PostRevision revision) => db.Add(revision);

    public void Add(PostReaction reaction) => db.Add(reaction);

    public void Remove(PostReaction reaction) => db.Remove(reaction);
}

internal sealed class CommentRepository(ForumDb db) : ICommentRepository
{
    public async ValueTask<Comment?> FindAsync(CommentId id, CancellationToken cancellationToken)
    {
        await db.WaitForPostOfAsync(id, cancellationToken);
        return await db.Set<Comment>().FindAsync([id], cancellationToken);
    }

    public ValueTask<CommentReaction?> FindReactionAsync(CommentId comment, UserId user, Emoji emoji, CancellationToken cancellationToken) =>
        db.Set<CommentReaction>().FindAsync([comment, user, emoji], cancellationToken);

    public void Add(Comment comment) => db.Add(comment);

    public void Add(CommentRevision revision) => db.Add(revision);

    public void Add(CommentReaction reaction) => db.Add(reaction);

    public void Remove(CommentReaction reaction) => db.Remove(reaction);
}

internal sealed class ReportRepository(ForumDb db) : IReportRepository
{
    public ValueTask<Report?> FindAsync(ReportId id, CancellationToken cancellationToken) => db.Set<Report>().FindAsync([id], cancellationToken);

    public async ValueTask<IReadOnlyList<Report>> OpenAsync(ReportTarget targetType, Guid targetId, CancellationToken cancellationToken) =>
        await db.Set<Report>().Where(report => report.TargetType == targetType && report.TargetId == targetId && report.State == ReportState.Open).ToListAsync(cancellationToken);

    public void Add(Report report) => db.Add(report);

    public void Add(ReportedMessage message) => db.Add(message);

    public async ValueTask ForgetContextAsync(ReportId report, CancellationToken cancellationToken) =>
        db.RemoveRange(await db.Set<ReportedMessage>().Where(message => message.ReportId == report && !message.IsReported).ToListAsync(cancellationToken));
}

internal sealed class NotificationRepository(ForumDb db) : INotificationRepository
{
    public ValueTask<NotificationMark?> FindMarkAsync(UserId user, CancellationToken cancellationToken) => db.Set<NotificationMark>().FindAsync([user], cancellationToken);

    public void Add(Notification notification) => db.Add(notification);

    public void Add(NotificationMark mark) => db.Add(mark);
}
