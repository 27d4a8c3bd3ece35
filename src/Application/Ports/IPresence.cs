using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Ports;

/// <summary>Who is here: at least one live connection, on any node.</summary>
public interface IPresence
{
    bool IsOnline(UserId user);

    IReadOnlyCollection<UserId> Online { get; }
}
