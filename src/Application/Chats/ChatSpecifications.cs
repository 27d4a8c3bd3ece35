using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

/// <summary>Named conditions that several queries share.</summary>
internal static class ChatSpecifications
{
    public static IQueryable<Message> In(this IQueryable<Message> messages, ChatId chat) => messages.Where(message => message.ChatId == chat);

    /// <summary>The messages of a member's chat, as far back as they may see.</summary>
    public static IQueryable<Message> SeenBy(this IQueryable<Message> messages, Member member) =>
        messages.Where(message => message.ChatId == member.ChatId && message.Seq >= member.HistoryFromSeq);

    /// <summary>What a reader who has read up to <paramref name="readSeq"/> has not: others' messages that still stand.</summary>
    public static IQueryable<Message> UnreadBy(this IQueryable<Message> messages, ChatId chat, UserId reader, long readSeq) =>
        messages.Where(message => message.ChatId == chat && message.Seq > readSeq && message.Sender != reader && message.DeletedAt == null);

    public static IQueryable<Member> Membership(this IQueryable<Member> members, ChatId chat, UserId user) =>
        members.Where(member => member.ChatId == chat && member.UserId == user);
}
