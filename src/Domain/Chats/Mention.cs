using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Chats;

/// <summary>A message names a member of its chat.</summary>
public sealed class Mention(ChatId chatId, UserId userId, long messageSeq)
{
    public ChatId ChatId { get; private set; } = chatId;

    public UserId UserId { get; private set; } = userId;

    public long MessageSeq { get; private set; } = messageSeq;
}
