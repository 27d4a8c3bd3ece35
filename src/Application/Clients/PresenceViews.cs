using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Clients;

/// <summary>Whether somebody is here, as a certain reader may know it.</summary>
/// <param name="LastSeenAt">Null where the reader may not know.</param>
public sealed record PresenceView(bool IsOnline, bool IsAway, DateTimeOffset? LastSeenAt);

internal static class PresenceViews
{
    public static PresenceView Of(IPresence presence, UserId user, DateTimeOffset lastSeenAt, IReadOnlySet<UserId> hidden)
    {
        if (hidden.Contains(user)) return new PresenceView(false, false, null);
        var isOnline = presence.IsOnline(user);
        return new PresenceView(isOnline, isOnline && presence.IsAway(user), lastSeenAt);
    }

    /// <summary>Those of the people who don't show the reader whether they are here: one of the two blocked the other, the reader asked to write to them and was not accepted, or is a stranger to somebody whom strangers must ask.</summary>
    /// <param name="reader">Null is a visitor.</param>
    public static async Task<IReadOnlySet<UserId>> HiddenFromAsync(IReadDb db, UserId? reader, IReadOnlyCollection<UserId> people, CancellationToken cancellationToken)
    {
        if (people.Count == 0) return new HashSet<UserId>();
        var hidden = (await db.ListAsync(db.Clients.Where(client => client.StrangersAsk && people.Contains(client.Id)).Select(client => client.Id), cancellationToken)).ToHashSet();
        if (reader is not { } me) return hidden;

        if (hidden.Count > 0)
        {
            var guarded = hidden.ToList();
            var known =
                from mine in db.Members
                where mine.UserId == me
                join chat in db.Chats on mine.ChatId equals chat.Id
                where chat.RequestTo == null
                join theirs in db.Members on mine.ChatId equals theirs.ChatId
                where guarded.Contains(theirs.UserId)
                select theirs.UserId;
            hidden.ExceptWith(await db.ListAsync(known.Distinct(), cancellationToken));
        }
        var asked =
            from mine in db.Members
            where mine.UserId == me
            join chat in db.Chats on mine.ChatId equals chat.Id
            where chat.RequestTo != null && chat.RequestTo != me
            select chat.RequestTo!.Value;
        hidden.UnionWith((await db.ListAsync(asked, cancellationToken)).Where(people.Contains));
        hidden.UnionWith((await db.ListAsync(db.ApartFrom(me), cancellationToken)).Where(people.Contains));
        hidden.Remove(me);
        return hidden;
    }
}
