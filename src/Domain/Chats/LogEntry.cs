using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Chats;

/// <summary>Stored as numbers: new kinds get new numbers, old ones keep theirs.</summary>
public enum LogEntryType
{
    MessageCreated = 1,
    MessageEdited = 2,
    MessageDeleted = 3,
    ReactionAdded = 4,
    ReactionRemoved = 5,
    MemberJoined = 6,
    MemberLeft = 7,
    SettingsChanged = 8,
    Renamed = 9,
    OwnerChanged = 10,
    AdminAdded = 11,
    AdminRemoved = 12,
    RequestAccepted = 13,
    MessagePinned = 14,
    MessageUnpinned = 15,
    PictureChanged = 16,
}

/// <summary>One line of a chat's log: what happened to whom, never what was said. Texts are read from the rows as they now stand.</summary>
public sealed class LogEntry(ChatId chatId, long seq, LogEntryType type)
{
    public ChatId ChatId { get; private set; } = chatId;

    public long Seq { get; private set; } = seq;

    public LogEntryType Type { get; private set; } = type;

    /// <summary>When it was written.</summary>
    public DateTimeOffset At { get; private set; }

    public long? MessageSeq { get; init; }

    public UserId? UserId { get; init; }

    public Emoji? Emoji { get; init; }

    /// <summary>The group's name of that time, where it was renamed.</summary>
    public string? Name { get; init; }

    public LogEntry WrittenAt(DateTimeOffset now)
    {
        At = now;
        return this;
    }
}
