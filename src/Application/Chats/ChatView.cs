using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Uploads;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

/// <param name="Members">The first 50 by joining; all of them have a list of their own.</param>
/// <param name="UnreadCount">Exact to 999; 1 000 means that or more.</param>
/// <param name="MentionCount">Those of the unread ones that name me.</param>
/// <param name="HistoryFromSeq">Earlier messages are not mine to see; 0 hides none.</param>
/// <param name="IsBlocked">A private chat with somebody whom I blocked.</param>
/// <param name="Request">Somebody asked to write and was not accepted: whether they still wait, only the one who was asked knows.</param>
public sealed record ChatView(
    Guid Id, string? Name, bool IsGroup, Guid? OwnerId, bool MembersCanInvite, bool NewcomersSeeHistory, int MemberCount, IReadOnlyList<MemberView> Members,
    long LastSeq, long ReadSeq, long DeliveredSeq, int UnreadCount, int MentionCount, LastMessageView? LastMessage, DateTimeOffset CreatedAt, DateTimeOffset LastActivityAt,
    NotificationsView Notifications, int PinCount, long HistoryFromSeq, RequestView? Request, bool IsBlocked)
{
    /// <summary>The address of the group's picture; null for none.</summary>
    public string? Picture { get; init; }
}

public sealed record RequestView(UserRef From, UserRef To);

/// <param name="QuietUntil">Until then nothing calls; null is no pause.</param>
public sealed record NotificationsView(NotificationLevel Level, DateTimeOffset? QuietUntil);

/// <param name="DeliveredSeq">As far as the reader may know, as <paramref name="ReadSeq"/>; my own are exact.</param>
public sealed record MemberView(UserRef User, bool IsOwner, bool IsAdmin, DateTimeOffset JoinedAt, long DeliveredSeq, long ReadSeq);

public sealed record LastMessageView(Guid Id, long Seq, UserRef Sender, string Excerpt, DateTimeOffset SentAt, bool IsDeleted)
{
    public const int ExcerptLength = 140;
}

/// <summary>A chat as one of its members has it: the row, and where they are in it.</summary>
internal sealed record MyChat
{
    // Set by name, not by constructor: only so can a query go on with its parts.
    public required Chat Chat { get; init; }

    public required Member Me { get; init; }
}

internal static class ChatViews
{
    public const int MembersShown = 50;
    public const int MaxUnread = 1_000;

    public static IQueryable<MyChat> Mine(this IReadDb db, UserId user) =>
        from member in db.Members
        where member.UserId == user
        join chat in db.Chats on member.ChatId equals chat.Id
        select new MyChat { Chat = chat, Me = member };

    public static async Task<List<ChatView>> OfAsync(IReadDb db, IReadOnlyList<MyChat> chats, CancellationToken cancellationToken)
    {
        var privateChats = chats.Where(mine => !mine.Chat.IsGroup).Select(mine => mine.Chat.Id).ToList();
        var pairs = (await MembersAsync(db, db.MembersAndGone.Where(member => privateChats.Contains(member.ChatId)), cancellationToken)).ToLookup(row => row.Member.ChatId);

        var pictures = await db.PicturesAsync(UploadUse.ChatPicture, [.. chats.Where(mine => mine.Chat.IsGroup).Select(mine => mine.Chat.Id.Value)], cancellationToken);
        var (unread, mentions) = (await UnreadAsync(db, chats, cancellationToken), await UnreadMentionsAsync(db, chats, cancellationToken));
        var last = await LastMessagesAsync(db, chats, cancellationToken);
        var blocks = chats.Count == 0 ? new Dictionary<UserId, bool>() : await db.BlocksAsync(chats[0].Me.UserId, cancellationToken);

        List<ChatView> views = [];
        foreach (var mine in chats)
        {
            var (chat, me) = (mine.Chat, mine.Me);
            var members = !chat.IsGroup ? pairs[chat.Id].OrderBy(row => row.Member.JoinedAt) : (await db.FindChatAsync(chat.Id, cancellationToken))?.Members.Take(MembersShown) ?? [];
            views.Add(new ChatView(
                chat.Id.Value, chat.Name, chat.IsGroup, chat.OwnerId?.Value, chat.MembersCanInvite, chat.NewcomersSeeHistory, chat.MemberCount,
                [.. members.Select(row => row.ToView(chat, me, blocks))],
                chat.LastSeq, me.ReadSeq, me.DeliveredSeq, unread.GetValueOrDefault(chat.Id), mentions.GetValueOrDefault(chat.Id),
                last.GetValueOrDefault(chat.Id), chat.CreatedAt, chat.LastActivityAt, new NotificationsView(me.Notifications, me.QuietUntil),
                chat.PinCount, me.HistoryFromSeq, RequestOf(chat, members), !chat.IsGroup && members.Any(row => blocks.GetValueOrDefault(row.Member.UserId)))
            { Picture = pictures.GetValueOrDefault(chat.Id.Value) });
        }
        return views;
    }

    /// <summary>Counted over the messages themselves: there is no counter that could be wrong. Chats without an unread message are left out.</summary>
    public static async Task<Dictionary<ChatId, int>> UnreadAsync(IReadDb db, IReadOnlyList<MyChat> chats, CancellationToken cancellationToken)
    {
        var (ids, reader) = WithUnread(chats);
        if (ids.Count == 0) return [];
        var counts =
            from me in db.Members
            where me.UserId == reader && ids.Contains(me.ChatId)
            select new
            {
                me.ChatId,
                Count = db.Messages.Where(message => message.ChatId == me.ChatId && message.Seq > me.ReadSeq && message.Sender != reader && message.DeletedAt == null).Take(MaxUnread).Count(),
            };
        return (await db.ListAsync(counts, cancellationToken)).ToDictionary(row => row.ChatId, row => row.Count);
    }

    public static async Task<Dictionary<ChatId, int>> UnreadMentionsAsync(IReadDb db, IReadOnlyList<MyChat> chats, CancellationToken cancellationToken)
    {
        var (ids, reader) = WithUnread(chats);
        if (ids.Count == 0) return [];
        var counts =
            from me in db.Members
            where me.UserId == reader && ids.Contains(me.ChatId)
            select new { me.ChatId, Count = db.Mentions.Where(mention => mention.ChatId == me.ChatId && mention.UserId == reader && mention.MessageSeq > me.ReadSeq).Take(MaxUnread).Count() };
        return (await db.ListAsync(counts, cancellationToken)).ToDictionary(row => row.ChatId, row => row.Count);
    }

    /// <summary>Of the chats that have one which their reader may see.</summary>
    public static async Task<Dictionary<ChatId, LastMessageView>> LastMessagesAsync(IReadDb db, IReadOnlyList<MyChat> chats, CancellationToken cancellationToken)
    {
        var ids = chats.Where(mine => mine.Chat.LastMessageSeq > 0 && mine.Me.Sees(mine.Chat.LastMessageSeq)).Select(mine => mine.Chat.Id).ToList();
        if (ids.Count == 0) return [];
        var last =
            from chat in db.Chats
            where ids.Contains(chat.Id)
            join message in db.Messages on new { ChatId = chat.Id, Seq = chat.LastMessageSeq } equals new { message.ChatId, message.Seq }
            join sender in db.Users on message.Sender equals sender.Id
            select new { Message = message, sender.Nickname };
        return (await db.ListAsync(last, cancellationToken)).ToDictionary(
            found => found.Message.ChatId,
            found => new LastMessageView(
                found.Message.Id.Value, found.Message.Seq, new UserRef(found.Message.Sender.Value, found.Nickname.Value),
                found.Message.Content.Excerpt(LastMessageView.ExcerptLength), found.Message.SentAt, found.Message.IsDeleted));
    }

    private static (List<ChatId> Chats, UserId Reader) WithUnread(IReadOnlyList<MyChat> chats) =>
        ([.. chats.Where(mine => mine.Chat.LastMessageSeq > mine.Me.ReadSeq).Select(mine => mine.Chat.Id)], chats.Count > 0 ? chats[0].Me.UserId : default);

    public static MemberView ToView(this MemberRow row, Chat chat, Member reader, IReadOnlyDictionary<UserId, bool> blocks)
    {
        var member = row.Member;
        if (chat.IsGroup && blocks.ContainsKey(member.UserId)) return new MemberView(row.ToRef(), chat.OwnerId == member.UserId, member.IsAdmin, member.JoinedAt, 0, 0);
        var (delivered, read) = member.UserId == reader.UserId ? (member.DeliveredSeq, member.ReadSeq) : (member.ShownDeliveredSeq, reader.HidesReads ? 0 : member.ShownReadSeq);
        return new MemberView(row.ToRef(), chat.OwnerId == member.UserId, member.IsAdmin, member.JoinedAt, delivered, read);
    }

    public static UserRef ToRef(this MemberRow row) => new(row.Member.UserId.Value, row.Nickname.Value);

    private static RequestView? RequestOf(Chat chat, IEnumerable<MemberRow> members) =>
        chat.RequestTo is { } asked
            ? new RequestView(members.First(row => row.Member.UserId != asked).ToRef(), members.First(row => row.Member.UserId == asked).ToRef())
            : null;

    public static Task<List<MemberRow>> MembersAsync(IReadDb db, IQueryable<Member> members, CancellationToken cancellationToken) =>
        db.ListAsync(members.Join(db.Users, member => member.UserId, user => user.Id, (member, user) => new MemberRow(member, user.Nickname)), cancellationToken);
}
