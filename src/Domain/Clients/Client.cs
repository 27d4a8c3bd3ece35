using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Clients;

/// <summary>Who may start a chat with somebody, or add them to a group.</summary>
public enum Openness { Everyone, SharedGroups, Nobody }

/// <summary>A user's chat side: when they were last here, who may reach them, and what they show of themselves.</summary>
public sealed class Client : AggregateRoot<UserId>
{
    private Client() { }

    public Client(UserId id, DateTimeOffset now) => (Id, LastSeenAt) = (id, now);

    public DateTimeOffset LastSeenAt { get; private set; }

    public Openness WhoMayWrite { get; private set; } = Openness.Everyone;

    /// <summary>Whether people they share nothing with are strangers: their first messages come as a request, and they don't see when this person is here.</summary>
    public bool StrangersAsk { get; private set; }

    /// <summary>Who doesn't show how far they read, doesn't see it of others.</summary>
    public bool ShowsReadMarks { get; private set; } = true;

    /// <summary>Here, but nobody sees it; last seen stays at when they hid.</summary>
    public bool IsInvisible { get; private set; }

    public void SeenAt(DateTimeOffset now)
    {
        if (now > LastSeenAt && !IsInvisible) LastSeenAt = now;
    }

    public void LetStrangersAsk(bool theyAsk) => StrangersAsk = theyAsk;

    public void ShowReadMarks(bool shown) => ShowsReadMarks = shown;

    public void Hide(bool isInvisible, DateTimeOffset now)
    {
        if (isInvisible) SeenAt(now);
        IsInvisible = isInvisible;
    }

    public void OpenTo(Openness openness) => WhoMayWrite = openness;
}

public interface IClientRepository
{
    ValueTask<Client?> FindAsync(UserId id, CancellationToken cancellationToken);

    void Add(Client client);

    void Remove(Client client);
}
