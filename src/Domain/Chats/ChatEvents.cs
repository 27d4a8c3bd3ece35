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

public sealed record MemberJoined(ChatId ChatId, long Seq, UserId UserId) : ILoggedEvent
{
    public LogEntry ToEntry() => new(ChatId, Seq, LogEntryType.MemberJoined) { UserId = UserId };
}

public sealed record MemberLeft(ChatId ChatId, long Seq, UserId UserId) : ILoggedEvent
{
    public LogEntry ToEntry() => new(ChatId, Seq, LogEntryType.MemberLeft) { UserId = UserId };
}

public sealed record ChatUpdated(ChatId ChatId, long Seq) : ILoggedEvent
{
    public LogEntry ToEntry() => new(ChatId, Seq, LogEntryType.ChatUpdated);
}

public sealed record ChatStarted(ChatId ChatId, IReadOnlyList<UserId> Members) : IDomainEvent;

public sealed record ChatDeleted(ChatId ChatId, IReadOnlyList<UserId> Members) : IDomainEvent;

/// <summary>Not in the log: marks only move forward, so the newest says everything.</summary>
public sealed record MarksMoved(ChatId ChatId, UserId UserId, long DeliveredSeq, long ReadSeq) : IDomainEvent;
