using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Realtime;

/// <summary>Everybody who is connected, on this node and on others.</summary>
internal interface IAudience
{
    /// <summary>Of what no commit stands behind, such as that somebody types.</summary>
    void Tell(LiveEvent hint);

    /// <summary>False where it is certain that nobody would hear.</summary>
    bool IsHeard(UserId user);

    bool IsHeard(string topic);
}

internal sealed class LocalAudience(ConnectionManager connections) : IAudience
{
    public void Tell(LiveEvent hint) => connections.Dispatch([hint]);

    public bool IsHeard(UserId user) => connections.IsHeard(user);

    public bool IsHeard(string topic) => connections.IsHeard(topic);
}
