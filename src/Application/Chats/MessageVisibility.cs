using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

internal static class MessageVisibility
{
    /// <summary>The messages of the chats that somebody is in, as far back as they may see.</summary>
    public static IQueryable<Message> VisibleMessages(this IReadDb db, UserId user) =>
        from message in db.Messages
        where db.Members.Any(member => member.ChatId == message.ChatId && member.UserId == user && message.Seq >= member.HistoryFromSeq)
        select message;

    /// <returns>Null when there is no such message or the user may not see it: an outsider can't tell which.</returns>
    public static async ValueTask<(Chat Chat, Message Message, Member Member)?> FindVisibleAsync(this IChatRepository chats, MessageId id, UserId user, CancellationToken cancellationToken)
    {
        if (await chats.FindMessageAsync(id, cancellationToken) is not { } message) return null;
        if (await chats.FindMemberAsync(message.ChatId, user, cancellationToken) is not { } member || !member.Sees(message.Seq)) return null;
        return await chats.FindAsync(message.ChatId, cancellationToken) is { } chat ? (chat, message, member) : null;
    }
}
