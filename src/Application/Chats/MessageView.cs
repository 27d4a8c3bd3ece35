using System.Text.Json.Serialization;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Uploads;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

/// <param name="IsDelivered">It arrived at every other member.</param>
/// <param name="ReadCount">In a group: how many others read it.</param>
public sealed record MessageView(
    Guid Id, long Seq, Guid ChatId, Guid ClientMessageId, UserRef Sender, string Content, DateTimeOffset SentAt, DateTimeOffset? EditedAt, bool IsDeleted,
    bool IsDelivered, bool IsRead, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ReadCount,
    IReadOnlyList<ReactionView> Reactions, ReplyView? ReplyTo, IReadOnlyList<UserRef> Mentions, bool IsPinned)
{
    /// <summary>Images, in their order.</summary>
    public IReadOnlyList<AttachmentView> Attachments { get; init; } = [];

    /// <summary>A message nobody has seen yet.</summary>
    public static MessageView OfNew(Message message, UserRef sender, bool isGroup, ReplyView? replyTo, IReadOnlyList<UserRef> mentions) => new(
        message.Id.Value, message.Seq, message.ChatId.Value, message.ClientMessageId, sender, message.Content.Value, message.SentAt, null, false,
        false, false, isGroup ? 0 : null, [], replyTo, mentions, IsPinned: false);
}

/// <param name="Mine">Null, and left out, where one answer goes to several readers.</param>
public sealed record ReactionView(string Emoji, int Count, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Mine);

public sealed record ReplyView(Guid Id, long Seq, UserRef Sender, string Excerpt)
{
    public const int ExcerptLength = 120;
}

/// <summary>Makes views of messages of one chat, in the order they are given: a few queries a page, however long it is.</summary>
internal static class MessageViews
{
    /// <summary>Messages farther apart, such as pinned ones, have too much between them.</summary>
    private const long MostBetween = 1_000;

    /// <param name="reader">Null when several readers get the same: nothing that differs by reader is said.</param>
    public static async Task<List<MessageView>> OfAsync(IReadDb db, ChatId chatId, IReadOnlyList<Message> messages, Member? reader, CancellationToken cancellationToken)
    {
        if (messages.Count == 0) return [];
        var replies = await RepliesAsync(db, chatId, messages, reader?.HistoryFromSeq ?? 0, cancellationToken);
        var mentions = await MessageMentions.OfAsync(db, chatId, messages, cancellationToken);
        var people = messages.Select(message => message.Sender).Concat(replies.Values.Select(reply => reply.Sender)).Concat(mentions.SelectMany(named => named));
        var chat = await db.FindChatAsync(chatId, cancellationToken);
        var names = await NamesAsync(db, chat, [.. people.Distinct()], cancellationToken);
        var reactions = await ReactionsAsync(db, chatId, messages, reader?.UserId, cancellationToken);
        var marks = await MarksAsync(db, chat, reader, cancellationToken);

        var attachments = await db.AttachmentsAsync(
            UploadUse.Message, [.. messages.Where(message => message.AttachmentCount > 0).Select(message => message.Id.Value)], cancellationToken);

        return [.. messages.Select(message => new MessageView(
            message.Id.Value, message.Seq, chatId.Value, message.ClientMessageId, names.Of(message.Sender), message.Content.Value, message.SentAt, message.EditedAt,
            message.IsDeleted, marks.IsDelivered(message), marks.IsRead(message), marks.ReadCount(message),
            !message.IsDeleted && reactions.TryGetValue(message.Seq, out var counts) ? counts : [],
            message.ReplyToSeq is { } seq && replies.TryGetValue(seq, out var reply)
                ? new ReplyView(reply.Id.Value, reply.Seq, names.Of(reply.Sender), reply.Content.Excerpt(ReplyView.ExcerptLength)) : null,
            [.. mentions[message.Seq].Select(names.Of)], message.IsPinned) { Attachments = [.. attachments[message.Id.Value]] })];
    }

    /// <summary>The counts of one message, oldest emoji first.</summary>
    public static async Task<IReadOnlyList<ReactionView>> ReactionsOfAsync(IReadDb db, Message message, UserId? reader, CancellationToken cancellationToken) =>
        (await ReactionsAsync(db, message.ChatId, [message], reader, cancellationToken)).GetValueOrDefault(message.Seq, []);

    public static UserRef Of(this Dictionary<UserId, string> names, UserId user) => new(user.Value, names.GetValueOrDefault(user, ""));

    public static async Task<Dictionary<UserId, string>> NamesAsync(IReadDb db, IReadOnlyList<UserId> users, CancellationToken cancellationToken)
    {
        var found = await db.ListAsync(db.Users.Where(user => users.Contains(user.Id)).Select(user => new { user.Id, user.Nickname }), cancellationToken);
        return found.ToDictionary(user => user.Id, user => user.Nickname.Value);
    }

    private static async Task<Dictionary<long, Message>> RepliesAsync(
        IReadDb db, ChatId chatId, IReadOnlyList<Message> messages, long historyFromSeq, CancellationToken cancellationToken)
    {
        var seqs = messages.Where(message => message.ReplyToSeq >= historyFromSeq).Select(message => message.ReplyToSeq!.Value).Distinct().ToList();
        if (seqs.Count == 0) return [];
        return (await db.MessagesAsync(chatId, seqs, cancellationToken)).ToDictionary(message => message.Seq);
    }

    private static async Task<Dictionary<long, IReadOnlyList<ReactionView>>> ReactionsAsync(
        IReadDb db, ChatId chatId, IReadOnlyList<Message> messages, UserId? reader, CancellationToken cancellationToken)
    {
        var (first, last) = (messages.Min(message => message.Seq), messages.Max(message => message.Seq));
        List<Reaction> rows;
        if (last - first < MostBetween) rows = await db.ReactionsAsync(chatId, first, last, cancellationToken);
        else
        {
            var seqs = messages.Select(message => message.Seq).ToList();
            rows = await db.ListAsync(db.Reactions.Where(reaction => reaction.ChatId == chatId && seqs.Contains(reaction.MessageSeq)), cancellationToken);
        }
        return rows.GroupBy(row => row.MessageSeq).ToDictionary(
            message => message.Key,
            IReadOnlyList<ReactionView> (message) =>
            [
                .. message.GroupBy(row => row.Emoji).OrderBy(emoji => emoji.Min(row => row.At)).ThenBy(emoji => emoji.Key.Value, StringComparer.Ordinal)
                    .Select(emoji => new ReactionView(emoji.Key.Value, emoji.Count(), reader is { } me ? emoji.Any(row => row.UserId == me) : null)),
            ]);
    }

    /// <summary>Names of people in a chat; asks for those who are not members (any more).</summary>
    public static async Task<Dictionary<UserId, string>> NamesAsync(IReadDb db, KnownChat? chat, IReadOnlyList<UserId> users, CancellationToken cancellationToken)
    {
        var strangers = users.Where(user => chat?.NameOf(user) is null).ToList();
        var names = strangers.Count == 0 ? [] : await NamesAsync(db, strangers, cancellationToken);
        foreach (var user in users)
        {
            if (chat?.NameOf(user) is { } name) names[user] = name;
        }
        return names;
    }

    private static async Task<ChatMarks> MarksAsync(IReadDb db, KnownChat? chat, Member? reader, CancellationToken cancellationToken)
    {
        if (chat is null || reader is null) return new ChatMarks(chat?.Chat.IsGroup ?? false, []);
        var apart = chat.Chat.IsGroup ? await db.BlocksAsync(reader.UserId, cancellationToken) : new Dictionary<UserId, bool>();
        if (apart.Count == 0 && !reader.HidesReads) return chat.Marks;
        return new ChatMarks(chat.Chat.IsGroup, [.. chat.Members.Select(row => apart.ContainsKey(row.Member.UserId) ? (row.Member.UserId, 0, 0)
            : (row.Member.UserId, row.Member.ShownDeliveredSeq, reader.HidesReads ? 0 : row.Member.ShownReadSeq))]);
    }
}
