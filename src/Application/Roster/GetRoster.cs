using System.Globalization;
using FluentValidation;
using Mediator;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Chats;
using RealTimeForum.Application.Clients;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Roster;

/// <summary>Everyone I can talk to: by last message, and those without one after them by name; or all by name.</summary>
/// <param name="Online">Null is everybody; otherwise people only.</param>
/// <param name="WithGroups">My groups among the people, by their last activity or their name.</param>
/// <param name="Filter">Part of a nickname, or of a group's name, without regard to case.</param>
public sealed record GetRoster(string? Order, bool? Online, bool WithGroups, string? Filter, string? Cursor, int Limit) : IQuery<Result<Page<RosterItem>>>;

/// <summary>A person, or a group of mine: exactly one of <paramref name="User"/> and <paramref name="Group"/>.</summary>
/// <param name="LastSeenAt">Null where I may not know, and for a group.</param>
/// <param name="Request">They ask to write to me.</param>
public sealed record RosterItem(
    UserRef? User, GroupView? Group, bool IsOnline, bool IsAway, DateTimeOffset? LastSeenAt, Guid? ChatId, LastMessageView? LastMessage, int UnreadCount, int MentionCount, bool Request);

public sealed record GroupView(Guid Id, string Name, int MemberCount);

public sealed class GetRosterValidator : AbstractValidator<GetRoster>
{
    public GetRosterValidator()
    {
        RuleFor(q => q.Order).Must(order => order is null or "recent" or "name").WithMessage("An order is recent or name.");
        RuleFor(q => q.Filter).MaximumLength(Nickname.MaxLength).WithMessage($"At most {Nickname.MaxLength} characters.").OverridePropertyName("q");
        RuleFor(q => q.Cursor).IsCursor(RosterCursor.Read);
        RuleFor(q => q.Limit).IsLimit();
    }
}

public sealed class GetRosterHandler(IReadDb db, IActor actor, IPresence presence) : IQueryHandler<GetRoster, Result<Page<RosterItem>>>
{
    public async ValueTask<Result<Page<RosterItem>>> Handle(GetRoster query, CancellationToken cancellationToken)
    {
        var cursor = string.IsNullOrEmpty(query.Cursor) ? null : RosterCursor.Read(query.Cursor);
        var isRecent = query.Order is null or "recent";
        var people = await VisibleAsync(query, cancellationToken);
        var groups = query.WithGroups && query.Online is null ? await GroupsAsync(query.Filter, isRecent, cancellationToken) : [];

        List<RosterRow> rows = [];
        if (isRecent && cursor is null or { IsTalkedTo: true }) rows = Merge(await TalkedToAsync(people, query.Limit, cursor, cancellationToken), groups, cursor, query.Limit);
        if (rows.Count <= query.Limit)
        {
            var after = cursor is { IsTalkedTo: false } ? cursor : null;
            var rest = await ByNameAsync(people, isRecent, after, query.Limit + 1 - rows.Count, cancellationToken);
            rows.AddRange(isRecent ? rest : Merge(rest, groups, after, query.Limit));
        }

        var shown = rows.Take(query.Limit).ToList();
        var chats = await ChatsWithAsync([.. shown.Where(row => row.Chat is null).Select(row => row.User)], cancellationToken);
        var hidden = await PresenceViews.HiddenFromAsync(db, actor.UserId, [.. shown.Where(row => !row.IsGroup).Select(row => row.User)], cancellationToken);
        shown = [.. shown.Select(row => row with { Chat = row.Chat ?? chats.GetValueOrDefault(PairKey.Of(actor.UserId, row.User)) })];
        List<MyChat> shownChats = [.. shown.Select(row => row.Chat).OfType<MyChat>()];
        var unread = await ChatViews.UnreadAsync(db, shownChats, cancellationToken);
        var mentions = await ChatViews.UnreadMentionsAsync(db, shownChats, cancellationToken);
        var last = await ChatViews.LastMessagesAsync(db, shownChats, cancellationToken);
        List<RosterItem> items = [.. shown.Select(row => ItemOf(row, hidden, unread, mentions, last))];
        return new Page<RosterItem>(items, rows.Count > query.Limit ? RosterCursor.Of(shown[^1]) : null);
    }

    /// <summary>People with whom there are messages, newest message first.</summary>
    private async Task<List<RosterRow>> TalkedToAsync(IQueryable<User> people, int limit, RosterCursor? after, CancellationToken cancellationToken)
    {
        var me = actor.UserId;
        var rows =
            from mine in db.Members
            where mine.UserId == me
            join chat in db.Chats on mine.ChatId equals chat.Id
            where !chat.IsGroup && chat.LastMessageSeq > 0
            join theirs in db.MembersAndGone on chat.Id equals theirs.ChatId
            where theirs.UserId != me
            join user in people on theirs.UserId equals user.Id
            join client in db.Clients on user.Id equals client.Id
            select new { User = user, client.LastSeenAt, Chat = chat, Me = mine };
        if (after is not null) rows = rows.Where(row => row.Chat.LastActivityAt < after.At || (row.Chat.LastActivityAt == after.At && row.User.Id.CompareTo(after.Id) > 0));
        var page = await db.ListAsync(rows.OrderByDescending(row => row.Chat.LastActivityAt).ThenBy(row => row.User.Id).Take(limit + 1), cancellationToken);
        return [.. page.Select(row => new RosterRow(row.User.Id, row.User.Nickname.Value, row.User.NicknameOrder, row.LastSeenAt, new MyChat { Chat = row.Chat, Me = row.Me }, IsTalkedTo: true))];
    }

    private async Task<List<RosterRow>> ByNameAsync(IQueryable<User> people, bool withoutTalkedTo, RosterCursor? after, int take, CancellationToken cancellationToken)
    {
        var me = actor.UserId;
        people = people.Where(user => user.Id != me);
        if (withoutTalkedTo)
        {
            people = people.Where(user => !(
                from mine in db.Members
                where mine.UserId == me
                join chat in db.Chats on mine.ChatId equals chat.Id
                where !chat.IsGroup && chat.LastMessageSeq > 0
                join theirs in db.MembersAndGone on chat.Id equals theirs.ChatId
                select theirs.UserId).Contains(user.Id));
        }
        if (after is not null)
        {
            people = people.Where(user =>
                string.Compare(user.NicknameOrder, after.NameOrder) > 0 || (user.NicknameOrder == after.NameOrder && user.Id.CompareTo(after.Id) > 0));
        }
        var rows =
            from user in people
            join client in db.Clients on user.Id equals client.Id
            orderby user.NicknameOrder, user.Id
            select new { user.Id, user.Nickname, user.NicknameOrder, client.LastSeenAt };
        return [.. (await db.ListAsync(rows.Take(take), cancellationToken)).Select(row => new RosterRow(row.Id, row.Nickname.Value, row.NicknameOrder, row.LastSeenAt, Chat: null, IsTalkedTo: false))];
    }

    /// <summary>All my groups with that in their name: nobody is in so many that a page of them would be needed.</summary>
    private async Task<List<RosterRow>> GroupsAsync(string? filter, bool isRecent, CancellationToken cancellationToken)
    {
        var groups = await db.ListAsync(db.Mine(actor.UserId).Where(mine => mine.Chat.IsGroup), cancellationToken);
        var part = Nickname.KeyOf(filter ?? "");
        return
        [
            .. groups.Where(mine => Nickname.KeyOf(mine.Chat.Name!).Contains(part, StringComparison.Ordinal))
                .Select(mine => new RosterRow(UserId.From(mine.Chat.Id.Value), mine.Chat.Name!, Text.OrderOf(mine.Chat.Name!), default, mine, isRecent)),
        ];
    }

    /// <summary>Both in the order that they share, from where the last page ended.</summary>
    private static List<RosterRow> Merge(List<RosterRow> people, List<RosterRow> groups, RosterCursor? after, int limit) =>
        groups.Count == 0 ? people : [.. people.Concat(groups.Where(group => after is null || RosterCursor.Order.Compare(RosterCursor.PlaceOf(group), after) > 0)).OrderBy(RosterCursor.PlaceOf, RosterCursor.Order).Take(limit + 1)];

    private async Task<IQueryable<User>> VisibleAsync(GetRoster query, CancellationToken cancellationToken)
    {
        var users = db.Users;
        if (query.Online is { } isOnline)
        {
            var online = presence.Online;
            var hidden = await PresenceViews.HiddenFromAsync(db, actor.UserId, online, cancellationToken);
            var shown = online.Where(user => !hidden.Contains(user)).ToList();
            users = isOnline ? users.Where(user => shown.Contains(user.Id)) : users.Where(user => !shown.Contains(user.Id));
        }
        if (!string.IsNullOrEmpty(query.Filter))
        {
            var key = Nickname.KeyOf(query.Filter);
            users = users.Where(user => user.NicknameKey.Contains(key));
        }
        return users;
    }

    private async Task<Dictionary<PairKey, MyChat>> ChatsWithAsync(IReadOnlyList<UserId> people, CancellationToken cancellationToken)
    {
        if (people.Count == 0) return [];
        var pairs = people.Select(person => PairKey.Of(actor.UserId, person)).ToList();
        var mine = await db.ListAsync(db.Mine(actor.UserId).Where(row => row.Chat.Pair != null && pairs.Contains(row.Chat.Pair)), cancellationToken);
        return mine.ToDictionary(row => row.Chat.Pair!);
    }

    private RosterItem ItemOf(
        RosterRow row, IReadOnlySet<UserId> hidden, Dictionary<ChatId, int> unread, Dictionary<ChatId, int> mentions, Dictionary<ChatId, LastMessageView> last)
    {
        var seen = row.IsGroup ? new PresenceView(false, false, null) : PresenceViews.Of(presence, row.User, row.LastSeenAt, hidden);
        var chat = row.Chat?.Chat;
        return new RosterItem(
            row.IsGroup ? null : new UserRef(row.User.Value, row.Name), row.IsGroup ? new GroupView(chat!.Id.Value, row.Name, chat.MemberCount) : null,
            seen.IsOnline, seen.IsAway, seen.LastSeenAt, chat?.Id.Value,
            chat is null ? null : last.GetValueOrDefault(chat.Id), chat is null ? 0 : unread.GetValueOrDefault(chat.Id), chat is null ? 0 : mentions.GetValueOrDefault(chat.Id),
            chat?.RequestTo == actor.UserId);
    }
}

/// <param name="User">A group's own id, where it is one.</param>
/// <param name="IsTalkedTo">In the first part of the order by last message.</param>
internal sealed record RosterRow(UserId User, string Name, string NameOrder, DateTimeOffset LastSeenAt, MyChat? Chat, bool IsTalkedTo)
{
    public bool IsGroup => Chat is { Chat.IsGroup: true };
}

/// <summary>Where a page ended: among those talked to (by time), or among the rest (by name).</summary>
internal sealed record RosterCursor(bool IsTalkedTo, DateTimeOffset At, string NameOrder, UserId Id)
{
    /// <summary>As the database orders rows of one part.</summary>
    public static readonly IComparer<RosterCursor> Order = Comparer<RosterCursor>.Create((one, other) =>
        one.At != other.At ? other.At.CompareTo(one.At)
        : string.CompareOrdinal(one.NameOrder, other.NameOrder) is var byName and not 0 ? byName
        : one.Id.CompareTo(other.Id));

    public static RosterCursor PlaceOf(RosterRow row) =>
        row.IsTalkedTo ? new RosterCursor(true, row.Chat!.Chat.LastActivityAt, "", row.User) : new RosterCursor(false, default, row.NameOrder, row.User);

    public static string Of(RosterRow row)
    {
        var place = PlaceOf(row);
        return Cursor.Of(place.IsTalkedTo ? "t" : "n", place.IsTalkedTo ? Cursor.Of(place.At) : place.NameOrder, place.Id.Value.ToString());
    }

    public static RosterCursor? Read(string cursor)
    {
        if (Cursor.Read(cursor, 3) is not [var part, var key, var id] || !Guid.TryParse(id, CultureInfo.InvariantCulture, out var user)) return null;
        if (part == "n") return new RosterCursor(false, default, key, UserId.From(user));
        return part == "t" && Cursor.Time(key) is { } at ? new RosterCursor(true, at, "", UserId.From(user)) : null;
    }
}
