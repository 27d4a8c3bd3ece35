using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Notifications;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Notifications;

/// <param name="Actor">Who is the reason; null is the forum itself.</param>
/// <param name="IsRead">It was marked as read, or the message it is about was read.</param>
/// <param name="Link">The place it leads to, as a path of the site.</param>
/// <param name="Title">The post's title or the group's name.</param>
/// <param name="Excerpt">The beginning of what was said; empty for a reaction.</param>
public sealed record NotificationView(
    Guid Id, NotificationKind Type, DateTimeOffset CreatedAt, bool IsRead, UserRef? Actor, string Link, string? Title, string Excerpt,
    Guid? PostId, Guid? CommentId, Guid? ChatId, Guid? MessageId, long? MessageSeq, Guid? ReportId);

internal static class NotificationViews
{
    /// <summary>Those of a person that still stand: not from somebody they are apart from, and about something that is there, and theirs to see.</summary>
    public static IQueryable<Notification> StandingFor(this IReadDb db, UserId user, bool isStaff) =>
        from notification in db.Notifications
        where notification.UserId == user
        where !db.Blocks.Any(block => (block.Blocker == user && block.Blocked == notification.Actor) || (block.Blocked == user && block.Blocker == notification.Actor))
        where notification.PostId == null || db.Posts.Any(post => post.Id == notification.PostId && post.DeletedAt == null)
        where notification.PostId == null || !db.PostInterests.Any(interest => interest.PostId == notification.PostId && interest.UserId == user && interest.IsMuted)
        where notification.CommentId == null || db.Comments.Any(comment => comment.Id == notification.CommentId && comment.DeletedAt == null)
        where notification.Kind != NotificationKind.Reaction
            || (notification.CommentId == null
                ? db.PostReactions.Any(reaction => reaction.PostId == notification.PostId && reaction.UserId == notification.Actor)
                : db.CommentReactions.Any(reaction => reaction.CommentId == notification.CommentId && reaction.UserId == notification.Actor))
        where notification.ChatId == null
            || (db.Members.Any(member => member.ChatId == notification.ChatId && member.UserId == user)
                && db.Mentions.Any(mention => mention.ChatId == notification.ChatId && mention.UserId == user && mention.MessageSeq == notification.MessageSeq))
        where notification.Kind != NotificationKind.Report || isStaff
        select notification;

    /// <summary>Counted over the notifications themselves: there is no counter that could be wrong.</summary>
    public static IQueryable<Notification> UnreadBy(this IReadDb db, UserId user, NotificationId upTo, bool isStaff) =>
        db.StandingFor(user, isStaff).Where(notification => notification.Id > upTo
            && (notification.ChatId == null || db.Members.Any(member => member.ChatId == notification.ChatId && member.UserId == user && member.ReadSeq < notification.MessageSeq)));

    public static async Task<NotificationId> ReadUpToAsync(this IReadDb db, UserId user, CancellationToken cancellationToken) =>
        await db.FirstAsync(db.NotificationMarks.Where(mark => mark.UserId == user).Select(mark => (NotificationId?)mark.UpTo), cancellationToken) ?? default;

    public static async Task<List<NotificationView>> OfAsync(IReadDb db, UserId user, IReadOnlyList<Notification> notifications, CancellationToken cancellationToken)
    {
        var upTo = await db.ReadUpToAsync(user, cancellationToken);
        List<UserId> people = [.. notifications.Select(row => row.Actor).OfType<UserId>().Distinct()];
        var names = (await db.ListAsync(db.Users.Where(row => people.Contains(row.Id)).Select(row => new { row.Id, row.Nickname }), cancellationToken))
            .ToDictionary(row => row.Id, row => new UserRef(row.Id.Value, row.Nickname.Value));
        List<Domain.Posts.PostId> postIds = [.. notifications.Select(row => row.PostId).OfType<Domain.Posts.PostId>().Distinct()];
        var posts = (await db.ListAsync(db.Posts.Where(row => postIds.Contains(row.Id)).Select(row => new { row.Id, row.Title, row.Content.Excerpt }), cancellationToken)).ToDictionary(row => row.Id);
        List<Domain.Comments.CommentId> commentIds = [.. notifications.Select(row => row.CommentId).OfType<Domain.Comments.CommentId>().Distinct()];
        var comments = (await db.ListAsync(db.Comments.Where(row => commentIds.Contains(row.Id)).Select(row => new { row.Id, row.Content.Excerpt }), cancellationToken))
            .ToDictionary(row => row.Id, row => row.Excerpt);
        List<ChatId> chatIds = [.. notifications.Select(row => row.ChatId).OfType<ChatId>().Distinct()];
        var chats = (await db.ListAsync(
            from chat in db.Chats
            where chatIds.Contains(chat.Id)
            join member in db.Members on chat.Id equals member.ChatId
            where member.UserId == user
            select new { chat.Id, chat.Name, member.ReadSeq }, cancellationToken)).ToDictionary(row => row.Id);
        List<Domain.Reports.ReportId> reportIds = [.. notifications.Select(row => row.ReportId).OfType<Domain.Reports.ReportId>()];
        var reports = (await db.ListAsync(db.Reports.Where(row => reportIds.Contains(row.Id)).Select(row => new { row.Id, row.Reason }), cancellationToken)).ToDictionary(row => row.Id, row => row.Reason);

        List<NotificationView> views = [];
        foreach (var row in notifications)
        {
            var (isRead, link, title, excerpt, messageId) = (row.Id <= upTo, "/reports", (string?)null, "", (Guid?)null);
            if (row.PostId is { } postId && posts.TryGetValue(postId, out var post))
            {
                link = $"/posts/{postId.Value:D}" + (row.CommentId is { } id ? $"?comment={id.Value:D}" : "");
                (title, excerpt) = (post.Title.Value, row.CommentId is { } said ? comments.GetValueOrDefault(said, "") : post.Excerpt);
            }
            else if (row.ChatId is { } chatId && chats.TryGetValue(chatId, out var chat))
            {
                var message = await db.FirstAsync(db.Messages.Where(one => one.ChatId == chatId && one.Seq == row.MessageSeq), cancellationToken);
                (link, title, excerpt, messageId) = ($"/chats/{chatId.Value:D}?m={row.MessageSeq}", chat.Name, message?.Content.Excerpt(140) ?? "", message?.Id.Value);
                isRead = isRead || chat.ReadSeq >= row.MessageSeq;
            }
            else if (row.ReportId is { } reportId)
            {
                excerpt = Domain.Common.Text.Excerpt(reports.GetValueOrDefault(reportId, ""), 140);
            }
            views.Add(new NotificationView(
                row.Id.Value, row.Kind, row.At, isRead, row.Actor is { } actor ? names.GetValueOrDefault(actor) : null, link, title,
                row.Kind == NotificationKind.Reaction ? "" : excerpt, row.PostId?.Value, row.CommentId?.Value, row.ChatId?.Value, messageId, row.MessageSeq, row.ReportId?.Value));
        }
        return views;
    }
}
