using System.Buffers.Text;
using System.Security.Cryptography;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Chats;

/// <summary>A code that lets people into a group until it expires, is used up or is revoked.</summary>
public sealed class Invite
{
    public const int MaxHours = 24 * 365;
    public const int MaxMaxUses = 10_000;

    private Invite() => Code = null!;

    private Invite(ChatId chatId, UserId maker, DateTimeOffset now) => (Id, Code, ChatId, Maker, CreatedAt) = (Guid.CreateVersion7(), NewCode(), chatId, maker, now);

    /// <summary>Stands for the invite where the code would tell too much.</summary>
    public Guid Id { get; private set; }

    /// <summary>128 random bits as 22 letters that a link can carry.</summary>
    public string Code { get; private set; }

    public ChatId ChatId { get; private set; }

    public UserId Maker { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Null never expires.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>Null has no limit.</summary>
    public int? MaxUses { get; private set; }

    public int Uses { get; private set; }

    public bool IsRevoked { get; private set; }

    public static Result<Invite> To(Chat chat, Member maker, int? expiresInHours, int? maxUses, DateTimeOffset now)
    {
        if (chat.RefusalToInvite(maker) is { } refusal) return refusal;
        return new Invite(chat.Id, maker.UserId, now) { ExpiresAt = expiresInHours is { } hours ? now.AddHours(hours) : null, MaxUses = maxUses };
    }

    /// <param name="removedAt">When the newcomer was put out of the group; null where nobody ever did.</param>
    /// <param name="maker">Null once they are gone from the group.</param>
    public bool LetsIn(Chat chat, Member? maker, DateTimeOffset? removedAt) =>
        removedAt is null || (CreatedAt > removedAt && maker is not null && chat.IsManagedBy(maker));

    public bool IsOpen(DateTimeOffset now) => !IsRevoked && (ExpiresAt is null || now < ExpiresAt) && (MaxUses is null || Uses < MaxUses);

    public void Use() => Uses++;

    public Result<Done> Revoke(Chat chat, Member revoker)
    {
        if (revoker.UserId != Maker && !chat.IsManagedBy(revoker)) return ChatErrors.ManagersOnly;
        IsRevoked = true;
        return Done.Instance;
    }

    private static string NewCode() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
}

/// <summary>That somebody was put out of a group. Who has a code does not come back by it, unless who manages the group made it afterwards.</summary>
public sealed class Removal(ChatId chatId, UserId userId, DateTimeOffset at)
{
    public ChatId ChatId { get; private set; } = chatId;

    public UserId UserId { get; private set; } = userId;

    public DateTimeOffset At { get; private set; } = at;

    public void Again(DateTimeOffset now) => At = now;
}
