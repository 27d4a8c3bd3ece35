using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Persistence;

/// <summary>Counts commits by what they changed: what was made from rows at one number is right until the next. All numbers only grow.</summary>
/// <param name="isShared">Other processes write too: of chats and people no number is ever the same again, and only that of the forum is told by them.</param>
public sealed class Freshness(bool isShared = false)
{
    // Several chats or people share a place: then one of them makes the others' answers old too, never the other way round.
    private readonly long[] _chats = new long[4096];
    private readonly long[] _members = new long[4096];
    private long _forum;
    private long _people;
    private long _anyChat;
    private long _asked;

    /// <summary>Of posts, comments and whatever is shown with them.</summary>
    public long Forum => Interlocked.Read(ref _forum);

    /// <summary>Of everybody's chats: which there are, their names and pictures, whom somebody blocked.</summary>
    public long People => isShared ? Interlocked.Increment(ref _asked) : Interlocked.Read(ref _people);

    /// <summary>Of which chats somebody is in.</summary>
    public long Of(UserId user) => isShared ? Interlocked.Increment(ref _asked) : Interlocked.Read(ref _members[PlaceOf(user.Value)]);

    /// <summary>Of everything that is in these chats.</summary>
    public long Of(IReadOnlyList<ChatId> chats)
    {
        var number = Interlocked.Read(ref _anyChat);
        foreach (var chat in chats) number += Interlocked.Read(ref _chats[PlaceOf(chat.Value)]);
        return number;
    }

    /// <summary>After the commit, and before anybody is told of it.</summary>
    internal void ForumChanged() => Interlocked.Increment(ref _forum);

    internal void PeopleChanged() => Interlocked.Increment(ref _people);

    internal void ChatChanged(ChatId chat) => Interlocked.Increment(ref _chats[PlaceOf(chat.Value)]);

    internal void PersonChanged(UserId user) => Interlocked.Increment(ref _members[PlaceOf(user.Value)]);

    /// <summary>It is not known which.</summary>
    internal void AnyChatChanged() => Interlocked.Increment(ref _anyChat);

    private static int PlaceOf(Guid id) => id.GetHashCode() & 4095;
}
