using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Chats;

/// <summary>Which messages of a chat call a member.</summary>
public enum NotificationLevel { All, Mentions, Nothing }

/// <summary>A client in a chat. Everything up to <see cref="ReadSeq"/> was seen, up to <see cref="DeliveredSeq"/> it arrived; neither goes back.</summary>
public sealed class Member
{
    private Member() { }

    internal Member(ChatId chatId, Client client, DateTimeOffset now, long seq)
    {
        (ChatId, UserId, JoinedAt, HidesReads) = (chatId, client.Id, now, !client.ShowsReadMarks);
        (DeliveredSeq, ReadSeq, ShownDeliveredSeq, ShownReadSeq) = (seq, seq, seq, seq);
    }

    public ChatId ChatId { get; private set; }

    public UserId UserId { get; private set; }

    public DateTimeOffset JoinedAt { get; private set; }

    public long DeliveredSeq { get; private set; }

    public long ReadSeq { get; private set; }

    /// <summary>As far as the others may know it arrived.</summary>
    public long ShownDeliveredSeq { get; private set; }

    /// <summary>As far as the others may know it was read.</summary>
    public long ShownReadSeq { get; private set; }

    /// <summary>Their read mark stays where it was in the others' eyes, and they see none of the others'.</summary>
    public bool HidesReads { get; private set; }

    /// <summary>Named by the owner; the owner is none.</summary>
    public bool IsAdmin { get; internal set; }

    /// <summary>Earlier messages are not theirs to see; 0 hides none.</summary>
    public long HistoryFromSeq { get; internal init; }

    /// <summary>Refused to be written to here: to them there is no such chat, to the other one they are in it.</summary>
    public bool IsGone { get; internal set; }

    /// <summary>Which messages call this member; how they are called is their devices' matter.</summary>
    public NotificationLevel Notifications { get; private set; } = NotificationLevel.All;

    /// <summary>Until then nothing calls; null has no end and no meaning of its own.</summary>
    public DateTimeOffset? QuietUntil { get; private set; }

    public void BeCalledFor(NotificationLevel level, DateTimeOffset? quietUntil) => (Notifications, QuietUntil) = (level, quietUntil);

    public void HideReads(bool isHidden) => HidesReads = isHidden;

    public bool Sees(long messageSeq) => messageSeq >= HistoryFromSeq;

    /// <summary>As it is now: for readers, while this one goes on changing.</summary>
    public Member Snapshot() => (Member)MemberwiseClone();

    /// <summary>What was read has arrived too.</summary>
    /// <param name="isShown">Whether the others may know.</param>
    /// <returns>Null when no mark moved.</returns>
    internal MarksMoved? Mark(long delivered, long read, bool isShown)
    {
        var before = (DeliveredSeq, ReadSeq, ShownDeliveredSeq, ShownReadSeq);
        (ReadSeq, DeliveredSeq) = (Math.Max(ReadSeq, read), Math.Max(DeliveredSeq, Math.Max(delivered, read)));
        if (isShown) ShownDeliveredSeq = DeliveredSeq;
        if (isShown && !HidesReads) ShownReadSeq = ReadSeq;
        if (before == (DeliveredSeq, ReadSeq, ShownDeliveredSeq, ShownReadSeq)) return null;
        var shown = new ShownMarks(ShownDeliveredSeq, ShownReadSeq, ShownDeliveredSeq > before.ShownDeliveredSeq, ShownReadSeq > before.ShownReadSeq);
        return new MarksMoved(ChatId, UserId, DeliveredSeq, ReadSeq, isShown ? shown : null);
    }
}

/// <summary>When a mark, as the others may see it, came up to a message. Not kept in large groups.</summary>
public sealed class MarkTime(ChatId chatId, UserId userId, bool isRead, long seq, DateTimeOffset at)
{
    public ChatId ChatId { get; private set; } = chatId;

    public UserId UserId { get; private set; } = userId;

    public bool IsRead { get; private set; } = isRead;

    public long Seq { get; private set; } = seq;

    public DateTimeOffset At { get; private set; } = at;
}
