using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

internal static class MessageVisibility
{
    /// <summary>The messages of the chats that somebody is in.</summary>
    public static IQueryable<Message> VisibleMessages(this IReadDb db, UserId user) =>
        from message in db.Messages
        where db.Members.Any(member => member.ChatId == message.ChatId && member.UserId == user)
        select message;

    /// <returns>Null when there is no such message or the user is not in its chat: an outsider can't tell which.</returns>
    public static async ValueTask<(Chat Chat, Message Message)?> FindVisibleAsync(this IChatRepository chats, MessageId id, UserId user, CancellationToken cancellationToken)
    {
        if (await chats.FindMessageAsync(id, cancellationToken) is not { } message) return null;
        if (await chats.FindMemberAsync(message.ChatId, user, cancellationToken) is null) return null;
        return await chats.FindAsync(message.ChatId, cancellationToken) is { } chat ? (chat, message) : null;
    }
}
