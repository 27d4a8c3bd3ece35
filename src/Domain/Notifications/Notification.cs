using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Reports;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Notifications;

/// <summary>Sorts by when they were made, in memory as in the database.</summary>
public readonly record struct NotificationId(Guid Value) : IEntityId<NotificationId>, IComparable<NotificationId>
{
    public static NotificationId New() => new(TimeOrdered.NewGuid());

    public static NotificationId From(Guid value) => new(value);

    public static bool operator <(NotificationId left, NotificationId right) => left.CompareTo(right) < 0;

    public static bool operator >(NotificationId left, NotificationId right) => left.CompareTo(right) > 0;

    public static bool operator <=(NotificationId left, NotificationId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(NotificationId left, NotificationId right) => left.CompareTo(right) >= 0;

    public int CompareTo(NotificationId other) => Value.CompareTo(other.Value);
}

/// <summary>Why somebody is called.</summary>
public enum NotificationKind
{
    /// <summary>Named by <c>@nickname</c> in a post, a comment or a group.</summary>
    Mention,

    /// <summary>An answer to a comment of theirs.</summary>
    Reply,

    /// <summary>A comment on a post of theirs, or on one they follow.</summary>
    Comment,

    /// <summary>A reaction to a post or comment of theirs.</summary>
    Reaction,

    /// <summary>Something for moderators to decide.</summary>
    Report,
}

/// <summary>Somebody is called to a place. Whether it still stands, and whether it was read, is looked up in what it is about.</summary>
public sealed class Notification : AggregateRoot<NotificationId>
{
    private Notification() { }

    private Notification(NotificationKind kind, UserId user, UserId? actor, DateTimeOffset now)
    {
        (Id, Kind, UserId, Actor, At) = (NotificationId.New(), kind, user, actor, now);
        Raise(new NotificationMade(Id, user));
    }

    public NotificationKind Kind { get; private set; }

    public UserId UserId { get; private set; }

    /// <summary>Who is the reason; null is the forum itself.</summary>
    public UserId? Actor { get; private set; }

    public DateTimeOffset At { get; private set; }

    public PostId? PostId { get; private set; }

    public CommentId? CommentId { get; private set; }

    public ChatId? ChatId { get; private set; }

    public long? MessageSeq { get; private set; }

    public ReportId? ReportId { get; private set; }

    public static Notification OfPost(NotificationKind kind, UserId user, UserId actor, PostId post, CommentId? comment, DateTimeOffset now) =>
        new(kind, user, actor, now) { PostId = post, CommentId = comment };

    public static Notification OfMessage(UserId user, UserId actor, ChatId chat, long seq, DateTimeOffset now) =>
        new(NotificationKind.Mention, user, actor, now) { ChatId = chat, MessageSeq = seq };

    public static Notification OfReport(UserId user, UserId? actor, ReportId report, DateTimeOffset now) =>
        new(NotificationKind.Report, user, actor, now) { ReportId = report };
}

/// <summary>How far somebody has read their notifications, on whichever device.</summary>
public sealed class NotificationMark(UserId userId, NotificationId upTo)
{
    public UserId UserId { get; private set; } = userId;

    public NotificationId UpTo { get; private set; } = upTo;

    /// <summary>Only ever forward.</summary>
    public void MoveTo(NotificationId upTo) => UpTo = upTo > UpTo ? upTo : UpTo;
}

public sealed record NotificationMade(NotificationId NotificationId, UserId UserId) : IDomainEvent;

public interface INotificationRepository
{
    ValueTask<NotificationMark?> FindMarkAsync(UserId user, CancellationToken cancellationToken);

    void Add(Notification notification);

    void Add(NotificationMark mark);
}

public static class NotificationErrors
{
    public static readonly Error NotFound = new("notification.not_found", "There is no such notification.", ErrorKind.NotFound);
}
