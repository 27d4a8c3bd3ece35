using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Chats;

/// <summary>What a member said; known by its chat and number, and to clients by its id.</summary>
public sealed class Message
{
    private readonly byte[] _fingerprint = [];

    private Message() => Content = null!;

    internal Message(ChatId chatId, long seq, UserId sender, Guid clientMessageId, MessageContent content, long? replyToSeq, IReadOnlyList<UploadId> attachments, DateTimeOffset now)
    {
        (Id, ChatId, Seq, Sender, ClientMessageId, Content, ReplyToSeq, SentAt) =
            (MessageId.New(), chatId, seq, sender, clientMessageId, content, replyToSeq, now);
        AttachmentCount = attachments.Count;
        _fingerprint = MessageContent.Fingerprint(chatId, content, replyToSeq, attachments);
    }

    public MessageId Id { get; private set; }

    public ChatId ChatId { get; private set; }

    public long Seq { get; private set; }

    public UserId Sender { get; private set; }

    /// <summary>Made by the sender once a message; unique for the sender over all chats.</summary>
    public Guid ClientMessageId { get; private set; }

    public MessageContent Content { get; private set; }

    /// <summary>The number of the message of the same chat that this one answers.</summary>
    public long? ReplyToSeq { get; private set; }

    /// <summary>How many images it has.</summary>
    public int AttachmentCount { get; private set; }

    public DateTimeOffset SentAt { get; private set; }

    public DateTimeOffset? EditedAt { get; private set; }

    public DateTimeOffset? DeletedAt { get; private set; }

    public DateTimeOffset? PinnedAt { get; private set; }

    public bool IsDeleted => DeletedAt is not null;

    public bool IsPinned => PinnedAt is not null;

    /// <summary>Whether this is what was said at first, whatever became of it since.</summary>
    public bool WasSentAs(ChatId chatId, MessageContent content, long? replyToSeq, IReadOnlyList<UploadId>? attachments = null) =>
        _fingerprint.AsSpan().SequenceEqual(MessageContent.Fingerprint(chatId, content, replyToSeq, attachments));

    internal void Rewrite(MessageContent content, int images, DateTimeOffset now) => (Content, AttachmentCount, EditedAt) = (content, images, now);

    internal void Erase(DateTimeOffset now) => (Content, AttachmentCount, DeletedAt, PinnedAt) = (MessageContent.Empty, 0, now, null);

    internal void Pin(DateTimeOffset? at) => PinnedAt = at;
}

/// <summary>What a message said before it was edited. Deleting the message takes these away too.</summary>
public sealed class MessageRevision
{
    private MessageRevision() => Content = null!;

    internal MessageRevision(Message message, DateTimeOffset now) =>
        (ChatId, MessageSeq, Content, WrittenAt, ReplacedAt) = (message.ChatId, message.Seq, message.Content, message.EditedAt ?? message.SentAt, now);

    public ChatId ChatId { get; private set; }

    public long MessageSeq { get; private set; }

    public MessageContent Content { get; private set; }

    public DateTimeOffset WrittenAt { get; private set; }

    public DateTimeOffset ReplacedAt { get; private set; }
}

/// <summary>What a member put on a message; one person has one of each emoji.</summary>
public sealed class Reaction
{
    private Reaction() => Emoji = null!;

    internal Reaction(ChatId chatId, long messageSeq, UserId userId, Emoji emoji, DateTimeOffset now) =>
        (ChatId, MessageSeq, UserId, Emoji, At) = (chatId, messageSeq, userId, emoji, now);

    public ChatId ChatId { get; private set; }

    public long MessageSeq { get; private set; }

    public UserId UserId { get; private set; }

    public Emoji Emoji { get; private set; }

    public DateTimeOffset At { get; private set; }
}
