using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Chats;

/// <summary>An event that members see; it has a number in its chat's log.</summary>
public interface ILoggedEvent : IDomainEvent
{
    ChatId ChatId { get; }

    long Seq { get; }

    LogEntry ToEntry();
}

public sealed record MessageSent(ChatId ChatId, long Seq, MessageId MessageId, UserId Sender) : ILoggedEvent
{
    public LogEntry ToEntry() => new(ChatId, Seq, LogEntryType.MessageCreated) { MessageSeq = Seq, UserId = Sender };
}

public sealed record MessageEdited(ChatId ChatId, long Seq, MessageId MessageId, long MessageSeq) : ILoggedEvent
{
    public LogEntry ToEntry() => new(ChatId, Seq, LogEntryType.MessageEdited) { MessageSeq = MessageSeq };
}

public sealed record MessageDeleted(ChatId ChatId, long Seq, MessageId MessageId, long MessageSeq) : ILoggedEvent
{
    public LogEntry ToEntry() => new(ChatId, Seq, LogEntryType.MessageDeleted) { MessageSeq = MessageSeq };
}

public sealed record ReactionChanged(ChatId ChatId, long Seq, MessageId MessageId, long MessageSeq, UserId UserId, Emoji Emoji, bool Added) : ILoggedEvent
{
    public LogEntry ToEntry() =>
        new(ChatId, Seq, Added ? LogEntryType.ReactionAdded : LogEntryType.ReactionRemoved) { MessageSeq = MessageSeq, UserId = UserId, Emoji = Emoji };
}

public sealed record MessagePinned(ChatId ChatId, long Seq, MessageId MessageId, long MessageSeq, UserId UserId, bool IsPinned) : ILoggedEvent
{
    public LogEntry ToEntry() => new(ChatId, Seq, IsPinned ? LogEntryType.MessagePinned : LogEntryType.MessageUnpinned) { MessageSeq = MessageSeq, UserId = UserId };
}

public sealed record MemberJoined(ChatId ChatId, long Seq, UserId UserId, long HistoryFromSeq) : ILoggedEvent
{
    public LogEntry ToEntry() => new(ChatId, Seq, LogEntryType.MemberJoined) { UserId = UserId };
}

public sealed record MemberLeft(ChatId ChatId, long Seq, UserId UserId, bool IsRemoved) : ILoggedEvent
{
    public LogEntry ToEntry() => new(ChatId, Seq, LogEntryType.MemberLeft) { UserId = UserId };
}

/// <param name="UserId">Who did it, or whom it made owner or administrator.</param>
public sealed record ChatUpdated(ChatId ChatId, long Seq, LogEntryType Type, UserId UserId) : ILoggedEvent
{
    /// <summary>The new name, when it was renamed.</summary>
    public string? Name { get; init; }

    public LogEntry ToEntry() => new(ChatId, Seq, Type) { UserId = UserId, Name = Name };
}

public sealed record ChatStarted(ChatId ChatId, IReadOnlyList<UserId> Members) : IDomainEvent;

public sealed record ChatDeleted(ChatId ChatId, IReadOnlyList<UserId> Members) : IDomainEvent;

public sealed record ChatRefused(ChatId ChatId, UserId UserId) : IDomainEvent;

/// <summary>Not in the log: marks only move forward, so the newest says everything.</summary>
/// <param name="Shown">What the others may know of it; null is nothing at all.</param>
public sealed record MarksMoved(ChatId ChatId, UserId UserId, long DeliveredSeq, long ReadSeq, ShownMarks? Shown) : IDomainEvent;

public sealed record ShownMarks(long DeliveredSeq, long ReadSeq, bool IsNewlyDelivered, bool IsNewlyRead);
