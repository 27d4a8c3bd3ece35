using RealTimeForum.Domain.Administration;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Ports;

/// <summary>Collects what the sockets are told; inside a command it leaves after the commit, in commit order, and is forgotten on a rollback.</summary>
public interface ILiveEvents
{
    void Publish(LiveEvent happened);

    /// <summary>Whether this person has a connection, or one of theirs is being opened. What nobody hears need not be made: <see cref="Unheard"/> stands for it.</summary>
    bool IsHeard(UserId user);

    /// <summary>Whether somebody watches this topic.</summary>
    bool IsHeard(string topic);
}

/// <summary>What goes to clients as one JSON object. <paramref name="Data"/> never holds what differs by reader.</summary>
/// <param name="Seq">The number in the chat's log; null for a hint.</param>
public sealed record Frame(string Type, Guid? ChatId, long? Seq, object? Data);

public abstract record LiveEvent;

/// <summary>To every connection of every member.</summary>
public sealed record ToChat(ChatId ChatId, Frame Frame) : LiveEvent
{
    /// <summary>Someone who is not told, nor who is apart from them: the person who types.</summary>
    public UserId? Except { get; init; }

    /// <summary>The earliest message that the frame speaks of: who may not see it gets <see cref="ForNewcomers"/> instead.</summary>
    public long OldestSeq { get; init; } = long.MaxValue;

    public Frame? ForNewcomers { get; init; }
}

/// <summary>To every connection of these people.</summary>
public sealed record ToUsers(IReadOnlyList<UserId> Users, Frame Frame) : LiveEvent;

/// <summary>Something that nobody was there to hear: who came since, and before it was committed, is told to look anew.</summary>
public sealed record Unheard(UserId? User, string? Topic) : LiveEvent;

/// <summary>A member's marks. A small chat is told at once, a large one at most once a second.</summary>
/// <param name="Shown">What the others are told; null is nothing. The member's own devices get the marks themselves.</param>
public sealed record MarksChanged(ChatId ChatId, UserId UserId, long DeliveredSeq, long ReadSeq, ShownMarks? Shown, bool IsLargeChat) : LiveEvent;

/// <summary>To every connection that watches the topic, such as <c>posts</c> or <c>post:</c> and an id.</summary>
public sealed record ToTopic(string Topic, Frame Frame) : LiveEvent;

/// <summary>From now on these people get what the chat is told.</summary>
/// <param name="HistoryFromSeq">Earlier messages are not theirs to see.</param>
/// <param name="RequestTo">Who has not accepted the chat yet: the others in it don't see when that person is here.</param>
public sealed record Subscribed(ChatId ChatId, IReadOnlyList<UserId> Users, long HistoryFromSeq = 0, UserId? RequestTo = null) : LiveEvent;

/// <summary>The person accepted the chat: its other one learns now whether they are here.</summary>
public sealed record RequestAccepted(ChatId ChatId, UserId UserId) : LiveEvent;

/// <summary>From now on, or no longer, neither of the two is told anything of the other.</summary>
public sealed record Parted(UserId One, UserId Other, bool AreApart) : LiveEvent;

/// <summary>What somebody shows of themselves has changed.</summary>
public sealed record PrivacyChanged(UserId UserId, ClientPrivacy Privacy) : LiveEvent;

/// <param name="StrangersAsk">Only people who share an accepted chat see when this person is here.</param>
/// <param name="ShowsReadMarks">Who doesn't, sees nobody's.</param>
public sealed record ClientPrivacy(bool StrangersAsk, bool ShowsReadMarks, bool IsInvisible)
{
    public static ClientPrivacy Of(Client client) => new(client.StrangersAsk, client.ShowsReadMarks, client.IsInvisible);
}

/// <summary>From now on these people get nothing more of the chat.</summary>
public sealed record Unsubscribed(ChatId ChatId, IReadOnlyList<UserId> Users) : LiveEvent;

/// <summary>The session or token is dead, and so are its connections.</summary>
public sealed record SignedOut(SessionId SessionId) : LiveEvent;

/// <summary>A user's role or standing changed: what is remembered about them is read again.</summary>
public sealed record UserChanged(UserId UserId) : LiveEvent;

/// <summary>An administrator changed the forum's settings.</summary>
public sealed record SettingsChanged(ForumSettings Settings) : LiveEvent;
