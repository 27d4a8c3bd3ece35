using System.Collections.Concurrent;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Ports;

/// <summary>A chat as it was last committed, shared by all who read it. Nothing of it is ever changed: a commit makes another one.</summary>
public sealed class KnownChat
{
    private readonly MemberRow[] _members;
    private readonly Dictionary<UserId, int> _places;
    private readonly Lazy<ChatMarks> _marks;
    private readonly ConcurrentDictionary<(long After, int Limit), object> _events = new();

    /// <param name="members">Those who are in it, by joining.</param>
    public KnownChat(Chat chat, IReadOnlyCollection<MemberRow> members)
        : this(chat, [.. members], new Dictionary<UserId, int>(members.Count))
    {
        for (var i = 0; i < _members.Length; i++) _places.Add(_members[i].Member.UserId, i);
    }

    private KnownChat(Chat chat, MemberRow[] members, Dictionary<UserId, int> places)
    {
        (Chat, _members, _places) = (chat, members, places);
        _marks = new Lazy<ChatMarks>(() => new ChatMarks(chat.IsGroup, [.. members.Select(row => (row.Member.UserId, row.Member.ShownDeliveredSeq, row.Member.ShownReadSeq))]));
    }

    public Chat Chat { get; }

    public IReadOnlyList<MemberRow> Members => _members;

    /// <summary>As everybody may know them who shows their own and is apart from nobody.</summary>
    internal ChatMarks Marks => _marks.Value;

    public Member? Find(UserId user) => _places.TryGetValue(user, out var place) ? _members[place].Member : null;

    public string? NameOf(UserId user) => _places.TryGetValue(user, out var place) ? _members[place].Nickname.Value : null;

    /// <summary>A page of what happened, as those get it to whom nothing of it is hidden: made once, however many come back at the same time.</summary>
    internal async ValueTask<T> EventsAsync<T>(long after, int limit, Func<Task<T>> make)
    {
        var page = (Lazy<Task<T>>)_events.GetOrAdd((after, limit), _ => new Lazy<Task<T>>(make));
        try
        {
            return await page.Value;
        }
        catch
        {
            _events.TryRemove(new KeyValuePair<(long, int), object>((after, limit), page));
            throw;
        }
    }

    /// <summary>The same members, some of them with other marks.</summary>
    /// <returns>Null when one of them is not among its members.</returns>
    public KnownChat? With(Chat chat, IReadOnlyList<Member> changed)
    {
        var members = _members;
        foreach (var member in changed)
        {
            if (!_places.TryGetValue(member.UserId, out var place)) return null;
            if (members == _members) members = [.. _members];
            members[place] = members[place] with { Member = member };
        }
        return new KnownChat(chat, members, _places);
    }
}

public sealed record MemberRow(Member Member, Nickname Nickname);
