using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

/// <param name="Members">The first 50 by joining; all of them have a list of their own.</param>
/// <param name="UnreadCount">Exact to 999; 1 000 means that or more.</param>
public sealed record ChatView(
    Guid Id, string? Name, bool IsGroup, Guid? OwnerId, bool MembersCanInvite, int MemberCount, IReadOnlyList<MemberView> Members,
    long LastSeq, long ReadSeq, long DeliveredSeq, int UnreadCount, LastMessageView? LastMessage, DateTimeOffset CreatedAt, DateTimeOffset LastActivityAt,
    NotificationsView Notifications);

/// <param name="QuietUntil">Until then nothing calls; null is no pause.</param>
public sealed record NotificationsView(NotificationLevel Level, DateTimeOffset? QuietUntil);

public sealed record MemberView(UserRef User, bool IsOwner, DateTimeOffset JoinedAt, long DeliveredSeq, long ReadSeq);

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
        var pairs = (await MembersAsync(db, db.Members.Where(member => privateChats.Contains(member.ChatId)), cancellationToken)).ToLookup(row => row.Member.ChatId);

        List<ChatView> views = [];
        foreach (var mine in chats)
        {
            var (chat, me) = (mine.Chat, mine.Me);
            var members = chat.IsGroup
                ? await MembersAsync(db, db.Members.Where(member => member.ChatId == chat.Id).OrderBy(member => member.JoinedAt).ThenBy(member => member.UserId).Take(MembersShown), cancellationToken)
                : pairs[chat.Id];
            views.Add(new ChatView(
                chat.Id.Value, chat.Name, chat.IsGroup, chat.OwnerId?.Value, chat.MembersCanInvite, chat.MemberCount,
                [.. members.OrderBy(row => row.Member.JoinedAt).Select(row => row.ToView(chat))],
                chat.LastSeq, me.ReadSeq, me.DeliveredSeq, await UnreadAsync(db, chat, me, cancellationToken), await LastMessageAsync(db, chat, cancellationToken),
                chat.CreatedAt, chat.LastActivityAt, new NotificationsView(me.Notifications, me.QuietUntil)));
        }
        return views;
    }

    /// <summary>Counted over the messages themselves: there is no counter that could be wrong.</summary>
    public static async Task<int> UnreadAsync(IReadDb db, Chat chat, Member me, CancellationToken cancellationToken) =>
        chat.LastMessageSeq <= me.ReadSeq ? 0 : await db.CountAsync(db.Messages.UnreadBy(chat.Id, me.UserId, me.ReadSeq).Take(MaxUnread), cancellationToken);

    public static async Task<LastMessageView?> LastMessageAsync(IReadDb db, Chat chat, CancellationToken cancellationToken)
    {
        if (chat.LastMessageSeq == 0) return null;
        var last =
            from message in db.Messages
            where message.ChatId == chat.Id && message.Seq == chat.LastMessageSeq
            join sender in db.Users on message.Sender equals sender.Id
            select new { Message = message, sender.Nickname };
        return await db.FirstAsync(last, cancellationToken) is { } found
            ? new LastMessageView(
                found.Message.Id.Value, found.Message.Seq, new UserRef(found.Message.Sender.Value, found.Nickname.Value),
                found.Message.Content.Excerpt(LastMessageView.ExcerptLength), found.Message.SentAt, found.Message.IsDeleted)
            : null;
    }

    public static MemberView ToView(this MemberRow row, Chat chat) =>
        new(new UserRef(row.Member.UserId.Value, row.Nickname.Value), chat.OwnerId == row.Member.UserId, row.Member.JoinedAt, row.Member.DeliveredSeq, row.Member.ReadSeq);

    public static Task<List<MemberRow>> MembersAsync(IReadDb db, IQueryable<Member> members, CancellationToken cancellationToken) =>
        db.ListAsync(members.Join(db.Users, member => member.UserId, user => user.Id, (member, user) => new MemberRow(member, user.Nickname)), cancellationToken);
}

internal sealed record MemberRow(Member Member, Nickname Nickname);
