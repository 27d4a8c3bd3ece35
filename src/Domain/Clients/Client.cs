using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Clients;

/// <summary>Who may start a chat with somebody, or add them to a group.</summary>
public enum Openness { Everyone, SharedGroups, Nobody }

/// <summary>A user's chat side: when they were last here, and who may reach them.</summary>
public sealed class Client : AggregateRoot<UserId>
{
    private Client() { }

    public Client(UserId id, DateTimeOffset now) => (Id, LastSeenAt) = (id, now);

    public DateTimeOffset LastSeenAt { get; private set; }

    public Openness WhoMayWrite { get; private set; } = Openness.Everyone;

    public void SeenAt(DateTimeOffset now)
    {
        if (now > LastSeenAt) LastSeenAt = now;
    }

    public void OpenTo(Openness openness) => WhoMayWrite = openness;
}

public interface IClientRepository
{
    ValueTask<Client?> FindAsync(UserId id, CancellationToken cancellationToken);

    void Add(Client client);
}
