using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Chats;

/// <summary>Which messages of a chat call a member.</summary>
public enum NotificationLevel { All, Mentions, Nothing }

/// <summary>A client in a chat. Everything up to <see cref="ReadSeq"/> was seen, up to <see cref="DeliveredSeq"/> it arrived; neither goes back.</summary>
public sealed class Member
{
    private Member() { }

    internal Member(ChatId chatId, UserId userId, DateTimeOffset now, long seq) =>
        (ChatId, UserId, JoinedAt, DeliveredSeq, ReadSeq) = (chatId, userId, now, seq, seq);

    public ChatId ChatId { get; private set; }

    public UserId UserId { get; private set; }

    public DateTimeOffset JoinedAt { get; private set; }

    public long DeliveredSeq { get; private set; }

    public long ReadSeq { get; private set; }

    /// <summary>Which messages call this member; how they are called is their devices' matter.</summary>
    public NotificationLevel Notifications { get; private set; } = NotificationLevel.All;

    /// <summary>Until then nothing calls; null has no end and no meaning of its own.</summary>
    public DateTimeOffset? QuietUntil { get; private set; }

    public void BeCalledFor(NotificationLevel level, DateTimeOffset? quietUntil) => (Notifications, QuietUntil) = (level, quietUntil);

    /// <summary>What was read has arrived too.</summary>
    /// <returns>Whether a mark moved.</returns>
    internal bool Mark(long delivered, long read)
    {
        var (newRead, newDelivered) = (Math.Max(ReadSeq, read), Math.Max(DeliveredSeq, Math.Max(delivered, read)));
        var moved = newRead != ReadSeq || newDelivered != DeliveredSeq;
        (ReadSeq, DeliveredSeq) = (newRead, newDelivered);
        return moved;
    }
}
