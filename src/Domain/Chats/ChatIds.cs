using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Chats;

public readonly record struct ChatId(Guid Value) : IEntityId<ChatId>, IComparable<ChatId>
{
    public int CompareTo(ChatId other) => Value.CompareTo(other.Value);

    public static ChatId New() => new(Guid.CreateVersion7());

    public static ChatId From(Guid value) => new(value);
}

public readonly record struct MessageId(Guid Value) : IEntityId<MessageId>
{
    public static MessageId New() => new(Guid.CreateVersion7());

    public static MessageId From(Guid value) => new(value);
}

/// <summary>Two people without order: the same key whoever starts the chat, so that a unique index allows one chat a pair.</summary>
public sealed record PairKey
{
    private PairKey(string value) => Value = value;

    public string Value { get; }

    public static PairKey Of(UserId one, UserId other)
    {
        var (a, b) = (one.Value.ToString("N"), other.Value.ToString("N"));
        return new PairKey(string.CompareOrdinal(a, b) < 0 ? a + b : b + a);
    }

    public static PairKey Stored(string value) => new(value);
}
