using RealTimeForum.Domain.Administration;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Notifications;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Reports;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Ports;

/// <summary>Untracked rows for queries. Inside a command it reads what the command's own transaction wrote.</summary>
public interface IReadDb
{
    IQueryable<User> Users { get; }

    IQueryable<Client> Clients { get; }

    IQueryable<Block> Blocks { get; }

    IQueryable<Session> Sessions { get; }

    IQueryable<ApiToken> ApiTokens { get; }

    IQueryable<Chat> Chats { get; }

    /// <summary>Without those who refused to be written to there.</summary>
    IQueryable<Member> Members { get; }

    IQueryable<Member> MembersAndGone { get; }

    IQueryable<MarkTime> MarkTimes { get; }

    IQueryable<Mention> Mentions { get; }

    IQueryable<Message> Messages { get; }

    IQueryable<MessageRevision> MessageRevisions { get; }

    IQueryable<Reaction> Reactions { get; }

    IQueryable<LogEntry> Log { get; }

    IQueryable<Invite> Invites { get; }

    IQueryable<Category> Categories { get; }

    IQueryable<Post> Posts { get; }

    IQueryable<PostRevision> PostRevisions { get; }

    IQueryable<PostReaction> PostReactions { get; }

    IQueryable<Comment> Comments { get; }

    IQueryable<CommentRevision> CommentRevisions { get; }

    IQueryable<CommentReaction> CommentReactions { get; }

    IQueryable<Upload> Uploads { get; }

    IQueryable<Report> Reports { get; }

    IQueryable<ReportedMessage> ReportedMessages { get; }

    IQueryable<Notification> Notifications { get; }

    IQueryable<NotificationMark> NotificationMarks { get; }

    IQueryable<PostTag> PostTags { get; }

    IQueryable<PostInterest> PostInterests { get; }

    IQueryable<AuditEntry> Audit { get; }

    IQueryable<SignUpInvitation> SignUpInvitations { get; }

    IQueryable<Sample> Samples { get; }

    IQueryable<MailedToken> MailedTokens { get; }

    /// <summary>A chat with its members, as all who read it share it: no query, where it is known already.</summary>
    /// <returns>Null when there is no such chat.</returns>
    ValueTask<KnownChat?> FindChatAsync(ChatId id, CancellationToken cancellationToken);

    /// <summary>Whom somebody blocked, true, and who only blocked them.</summary>
    ValueTask<IReadOnlyDictionary<UserId, bool>> BlocksAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>Who follows or muted a post, and whatever else they noted on it.</summary>
    Task<List<PostInterest>> InterestsAsync(PostId post, CancellationToken cancellationToken);

    /// <summary>The messages of a chat between two numbers, these left out, newest first.</summary>
    Task<List<Message>> MessagesBelowAsync(ChatId chat, long above, long below, int most, CancellationToken cancellationToken);

    /// <summary>As <see cref="MessagesBelowAsync"/>, oldest first.</summary>
    Task<List<Message>> MessagesAboveAsync(ChatId chat, long above, int most, CancellationToken cancellationToken);

    Task<List<Message>> MessagesAsync(ChatId chat, List<long> seqs, CancellationToken cancellationToken);

    /// <summary>The reactions on the messages of a chat from one number to another.</summary>
    Task<List<Reaction>> ReactionsAsync(ChatId chat, long first, long last, CancellationToken cancellationToken);

    /// <summary>What happened in a chat besides messages, from one number to another, newest first.</summary>
    Task<List<LogEntry>> LinesAsync(ChatId chat, long first, long last, long historyFromSeq, int most, CancellationToken cancellationToken);

    Task<List<T>> ListAsync<T>(IQueryable<T> query, CancellationToken cancellationToken);

    Task<T?> FirstAsync<T>(IQueryable<T> query, CancellationToken cancellationToken);

    Task<bool> AnyAsync<T>(IQueryable<T> query, CancellationToken cancellationToken);

    Task<int> CountAsync<T>(IQueryable<T> query, CancellationToken cancellationToken);
}
