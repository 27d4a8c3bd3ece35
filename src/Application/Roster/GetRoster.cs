using System.Globalization;
using FluentValidation;
using Mediator;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Chats;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Roster;

/// <summary>Everyone I can talk to: by last message, and those without one after them by name; or all by name.</summary>
/// <param name="Online">Null is everybody.</param>
/// <param name="Filter">Part of a nickname, without regard to case.</param>
public sealed record GetRoster(string? Order, bool? Online, string? Filter, string? Cursor, int Limit) : IQuery<Result<Page<RosterItem>>>;

public sealed record RosterItem(UserRef User, bool IsOnline, DateTimeOffset LastSeenAt, Guid? ChatId, LastMessageView? LastMessage, int UnreadCount);

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
        List<RosterRow> rows = [];
        if (isRecent && cursor is null or { IsTalkedTo: true }) rows = await TalkedToAsync(query, cursor, cancellationToken);
        if (rows.Count <= query.Limit) rows.AddRange(await ByNameAsync(query, isRecent, cursor is { IsTalkedTo: false } ? cursor : null, query.Limit + 1 - rows.Count, cancellationToken));

        var shown = rows.Take(query.Limit).ToList();
        var chats = await ChatsWithAsync([.. shown.Where(row => row.Chat is null).Select(row => row.User)], cancellationToken);
        List<RosterItem> items = [];
        foreach (var row in shown) items.Add(await ItemAsync(row with { Chat = row.Chat ?? chats.GetValueOrDefault(PairKey.Of(actor.UserId, row.User)) }, cancellationToken));
        return new Page<RosterItem>(items, rows.Count > query.Limit ? RosterCursor.Of(shown[^1]) : null);
    }

    /// <summary>People with whom there are messages, newest message first.</summary>
    private async Task<List<RosterRow>> TalkedToAsync(GetRoster query, RosterCursor? after, CancellationToken cancellationToken)
    {
        var me = actor.UserId;
        var rows =
            from mine in db.Members
            where mine.UserId == me
            join chat in db.Chats on mine.ChatId equals chat.Id
            where !chat.IsGroup && chat.LastMessageSeq > 0
            join theirs in db.Members on chat.Id equals theirs.ChatId
            where theirs.UserId != me
            join user in Visible(query) on theirs.UserId equals user.Id
            join client in db.Clients on user.Id equals client.Id
            select new { User = user, client.LastSeenAt, Chat = chat, Me = mine };
        if (after is not null) rows = rows.Where(row => row.Chat.LastActivityAt < after.At || (row.Chat.LastActivityAt == after.At && row.User.Id.CompareTo(after.User) > 0));
        var page = await db.ListAsync(rows.OrderByDescending(row => row.Chat.LastActivityAt).ThenBy(row => row.User.Id).Take(query.Limit + 1), cancellationToken);
        return [.. page.Select(row => new RosterRow(row.User.Id, row.User.Nickname.Value, row.User.NicknameOrder, row.LastSeenAt, new MyChat { Chat = row.Chat, Me = row.Me }, IsTalkedTo: true))];
    }

    private async Task<List<RosterRow>> ByNameAsync(GetRoster query, bool withoutTalkedTo, RosterCursor? after, int take, CancellationToken cancellationToken)
    {
        var me = actor.UserId;
        var people = Visible(query).Where(user => user.Id != me);
        if (withoutTalkedTo)
        {
            people = people.Where(user => !(
                from mine in db.Members
                where mine.UserId == me
                join chat in db.Chats on mine.ChatId equals chat.Id
                where !chat.IsGroup && chat.LastMessageSeq > 0
                join theirs in db.Members on chat.Id equals theirs.ChatId
                select theirs.UserId).Contains(user.Id));
        }
        if (after is not null)
        {
            people = people.Where(user =>
                string.Compare(user.NicknameOrder, after.NameOrder) > 0 || (user.NicknameOrder == after.NameOrder && user.Id.CompareTo(after.User) > 0));
        }
        var rows =
            from user in people
            join client in db.Clients on user.Id equals client.Id
            orderby user.NicknameOrder, user.Id
            select new { user.Id, user.Nickname, user.NicknameOrder, client.LastSeenAt };
        return [.. (await db.ListAsync(rows.Take(take), cancellationToken)).Select(row => new RosterRow(row.Id, row.Nickname.Value, row.NicknameOrder, row.LastSeenAt, Chat: null, IsTalkedTo: false))];
    }

    private IQueryable<User> Visible(GetRoster query)
    {
        var users = db.Users;
        if (query.Online is { } isOnline)
        {
            var online = presence.Online;
            users = isOnline ? users.Where(user => online.Contains(user.Id)) : users.Where(user => !online.Contains(user.Id));
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

    private async Task<RosterItem> ItemAsync(RosterRow row, CancellationToken cancellationToken) => new(
        new UserRef(row.User.Value, row.Nickname), presence.IsOnline(row.User), row.LastSeenAt, row.Chat?.Chat.Id.Value,
        row.Chat is null ? null : await ChatViews.LastMessageAsync(db, row.Chat.Chat, cancellationToken),
        row.Chat is null ? 0 : await ChatViews.UnreadAsync(db, row.Chat.Chat, row.Chat.Me, cancellationToken));
}

/// <param name="IsTalkedTo">In the first part of the order by last message.</param>
internal sealed record RosterRow(UserId User, string Nickname, string NameOrder, DateTimeOffset LastSeenAt, MyChat? Chat, bool IsTalkedTo);

/// <summary>Where a page ended: among those talked to (by time), or among the rest (by name).</summary>
internal sealed record RosterCursor(bool IsTalkedTo, DateTimeOffset At, string NameOrder, UserId User)
{
    public static string Of(RosterRow row) => Cursor.Of(
        row.IsTalkedTo ? "t" : "n", row.IsTalkedTo ? Cursor.Of(row.Chat!.Chat.LastActivityAt) : row.NameOrder, row.User.Value.ToString());

    public static RosterCursor? Read(string cursor)
    {
        if (Cursor.Read(cursor, 3) is not [var part, var key, var id] || !Guid.TryParse(id, CultureInfo.InvariantCulture, out var user)) return null;
        if (part == "n") return new RosterCursor(false, default, key, UserId.From(user));
        return part == "t" && Cursor.Time(key) is { } at ? new RosterCursor(true, at, "", UserId.From(user)) : null;
    }
}
