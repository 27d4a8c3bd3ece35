using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

internal static class VisibleMessages
{
    /// <returns>Null when there is no such message or the user is not in its chat: an outsider can't tell which.</returns>
    public static async ValueTask<(Chat Chat, Message Message)?> FindVisibleAsync(this IChatRepository chats, MessageId id, UserId user, CancellationToken cancellationToken)
    {
        if (await chats.FindMessageAsync(id, cancellationToken) is not { } message) return null;
        if (await chats.FindMemberAsync(message.ChatId, user, cancellationToken) is null) return null;
        return await chats.FindAsync(message.ChatId, cancellationToken) is { } chat ? (chat, message) : null;
    }
}
