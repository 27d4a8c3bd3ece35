using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Notifications;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Reports;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Notifications;

/// <summary>Calls those whom something in the forum or a group concerns: each once for one thing, never for their own doing, never by somebody they are apart from.</summary>
internal sealed class NotifyPeople(INotificationRepository notifications, IChatRepository chats, ICommentRepository comments, IPostRepository posts, IReadDb db, TimeProvider clock)
    : IReactTo<PostWritten>, IReactTo<PostChanged>, IReactTo<PostReacted>, IReactTo<CommentWritten>, IReactTo<CommentChanged>, IReactTo<CommentReacted>,
        IReactTo<MessageSent>, IReactTo<MessageEdited>, IReactTo<ReportFiled>
{
    public ValueTask ReactAsync(PostWritten happened, CancellationToken cancellationToken) => MentionedInAsync(happened.PostId, cancellationToken);

    public ValueTask ReactAsync(PostChanged happened, CancellationToken cancellationToken) => MentionedInAsync(happened.PostId, cancellationToken);

    public async ValueTask ReactAsync(PostReacted happened, CancellationToken cancellationToken)
    {
        if (await db.FirstAsync(db.Posts.Where(post => post.Id == happened.PostId).Select(post => (UserId?)post.Author), cancellationToken) is { } author)
            await CallAsync(NotificationKind.Reaction, [author], happened.UserId, happened.PostId, comment: null, cancellationToken);
    }

    public async ValueTask ReactAsync(CommentReacted happened, CancellationToken cancellationToken)
    {
        if (await db.FirstAsync(db.Comments.Where(comment => comment.Id == happened.CommentId).Select(comment => (UserId?)comment.Author), cancellationToken) is { } author)
            await CallAsync(NotificationKind.Reaction, [author], happened.UserId, happened.PostId, happened.CommentId, cancellationToken);
    }

    public async ValueTask ReactAsync(CommentWritten happened, CancellationToken cancellationToken)
    {
        // The rows are still at hand: the command has just written them.
        if (await comments.FindAsync(happened.CommentId, cancellationToken) is not { IsDeleted: false } comment) return;
        if (await posts.FindAsync(happened.PostId, cancellationToken) is not { } post) return;
        var interests = await db.InterestsAsync(happened.PostId, cancellationToken);
        var without = (await db.BlocksAsync(comment.Author, cancellationToken)).Keys.Concat(interests.Where(interest => interest.IsMuted).Select(interest => interest.UserId))
            .Append(comment.Author).ToHashSet();
        var answered = comment.ParentId is { } parentId && await comments.FindAsync(parentId, cancellationToken) is { } parent ? [parent.Author] : Array.Empty<UserId>();
        Call(NotificationKind.Mention, await NamedAsync(comment.Content.Source, cancellationToken));
        Call(NotificationKind.Reply, answered);
        Call(NotificationKind.Comment, interests.Where(interest => interest.IsFollowed).Select(interest => interest.UserId).Prepend(post.Author));

        // Each is called once, for the first reason.
        void Call(NotificationKind kind, IEnumerable<UserId> people)
        {
            foreach (var person in people.Where(without.Add)) notifications.Add(Notification.OfPost(kind, person, comment.Author, happened.PostId, comment.Id, clock.GetUtcNow()));
        }
    }

    public async ValueTask ReactAsync(CommentChanged happened, CancellationToken cancellationToken)
    {
        if (await comments.FindAsync(happened.CommentId, cancellationToken) is not { IsDeleted: false } comment) return;
        await CallAsync(NotificationKind.Mention, await NamedAsync(comment.Content.Source, cancellationToken), comment.Author, happened.PostId, happened.CommentId, cancellationToken);
    }

    public ValueTask ReactAsync(MessageSent happened, CancellationToken cancellationToken) => NamedInAsync(happened.ChatId, happened.Seq, cancellationToken);

    public ValueTask ReactAsync(MessageEdited happened, CancellationToken cancellationToken) => NamedInAsync(happened.ChatId, happened.MessageSeq, cancellationToken);

    public async ValueTask ReactAsync(ReportFiled happened, CancellationToken cancellationToken)
    {
        if (await db.FirstAsync(db.Reports.Where(report => report.Id == happened.ReportId), cancellationToken) is not { } report) return;
        var staff = await db.ListAsync(db.Users.Where(user => user.Role == Role.Moderator || user.Role == Role.Admin).Select(user => user.Id), cancellationToken);
        foreach (var moderator in staff.Where(user => user != report.Reporter)) notifications.Add(Notification.OfReport(moderator, report.Reporter, report.Id, clock.GetUtcNow()));
    }

    private async ValueTask MentionedInAsync(PostId id, CancellationToken cancellationToken)
    {
        var found = db.Posts.Where(post => post.Id == id && post.DeletedAt == null).Select(post => new { post.Author, post.Content.Source });
        if (await db.FirstAsync(found, cancellationToken) is not { } post) return;
        await CallAsync(NotificationKind.Mention, await NamedAsync(post.Source, cancellationToken), post.Author, id, comment: null, cancellationToken);
    }

    private async ValueTask CallAsync(NotificationKind kind, IReadOnlyList<UserId> people, UserId actor, PostId post, CommentId? comment, CancellationToken cancellationToken)
    {
        people = [.. people.Where(person => person != actor).Distinct()];
        if (people.Count == 0) return;
        var without = await db.ListAsync(
            db.Notifications.Where(row => row.PostId == post && row.CommentId == comment && row.Kind == kind && row.Actor == actor && people.Contains(row.UserId)).Select(row => row.UserId)
                .Union(db.PostInterests.Where(interest => interest.PostId == post && interest.IsMuted && people.Contains(interest.UserId)).Select(interest => interest.UserId))
                .Union(ApartFrom(actor)), cancellationToken);
        foreach (var person in people.Except(without)) notifications.Add(Notification.OfPost(kind, person, actor, post, comment, clock.GetUtcNow()));
    }

    private async ValueTask NamedInAsync(ChatId chat, long seq, CancellationToken cancellationToken)
    {
        // Most messages name nobody, and their row is still at hand.
        if (await chats.FindMessageAsync(chat, seq, cancellationToken) is not { } message || !message.Content.Value.Contains('@', StringComparison.Ordinal)) return;
        var mentions =
            from mention in db.Mentions
            where mention.ChatId == chat && mention.MessageSeq == seq
            join room in db.Chats on mention.ChatId equals room.Id
            where room.IsGroup
            join member in db.Members on new { mention.ChatId, mention.UserId } equals new { member.ChatId, member.UserId }
            where member.Notifications != NotificationLevel.Nothing
            select mention.UserId;
        var named = await db.ListAsync(mentions, cancellationToken);
        if (named.Count == 0) return;
        var without = await db.ListAsync(
            db.Notifications.Where(row => row.ChatId == chat && row.MessageSeq == seq && named.Contains(row.UserId)).Select(row => row.UserId).Union(ApartFrom(message.Sender)), cancellationToken);
        foreach (var person in named.Except(without).Where(person => person != message.Sender)) notifications.Add(Notification.OfMessage(person, message.Sender, chat, seq, clock.GetUtcNow()));
    }

    private async ValueTask<IReadOnlyList<UserId>> NamedAsync(string text, CancellationToken cancellationToken)
    {
        var keys = Mentions.KeysIn(text);
        return keys.Count == 0 ? [] : await db.ListAsync(db.Users.Where(user => keys.Contains(user.NicknameKey)).Select(user => user.Id).Take(Mentions.Most), cancellationToken);
    }

    private IQueryable<UserId> ApartFrom(UserId user) =>
        db.Blocks.Where(block => block.Blocker == user || block.Blocked == user).Select(block => block.Blocker == user ? block.Blocked : block.Blocker);
}
