using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

/// <summary>Whom messages name by <c>@nickname</c>: members of their chat.</summary>
internal static class MessageMentions
{
    /// <summary>Whom a text names among the members of a chat.</summary>
    public static async Task<IReadOnlyList<UserRef>> InAsync(IReadDb db, ChatId chatId, MessageContent content, CancellationToken cancellationToken)
    {
        var keys = Mentions.KeysIn(content.Value);
        if (keys.Count == 0) return [];
        var named =
            from user in db.Users
            where keys.Contains(user.NicknameKey)
            join member in db.Members on user.Id equals member.UserId
            where member.ChatId == chatId
            select new { user.Id, user.Nickname };
        return [.. (await db.ListAsync(named.Take(Mentions.Most), cancellationToken)).Select(user => new UserRef(user.Id.Value, user.Nickname.Value))];
    }

    /// <summary>Whom messages of one chat name, by their numbers.</summary>
    public static async Task<ILookup<long, UserId>> OfAsync(IReadDb db, ChatId chatId, IReadOnlyList<Message> messages, CancellationToken cancellationToken)
    {
        var seqs = messages.Where(message => message.Content.Value.Contains('@', StringComparison.Ordinal)).Select(message => message.Seq).ToList();
        var rows = seqs.Count == 0 ? [] : await db.ListAsync(db.Mentions.Where(mention => mention.ChatId == chatId && seqs.Contains(mention.MessageSeq)), cancellationToken);
        return rows.ToLookup(mention => mention.MessageSeq, mention => mention.UserId);
    }

    /// <summary>From now on the message names these and nobody else.</summary>
    public static async ValueTask RenameAsync(this IChatRepository chats, Message message, IReadOnlyList<UserRef> named, CancellationToken cancellationToken)
    {
        var before = await chats.MentionsAsync(message, cancellationToken);
        foreach (var mention in before.Where(mention => named.All(person => person.Id != mention.UserId.Value))) chats.Remove(mention);
        foreach (var person in named.Where(person => before.All(mention => mention.UserId.Value != person.Id))) chats.Add(new Mention(message.ChatId, UserId.From(person.Id), message.Seq));
    }
}
