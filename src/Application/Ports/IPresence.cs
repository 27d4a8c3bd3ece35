using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Ports;

/// <summary>Who is here: at least one live connection, on any node. Who made themselves invisible is not.</summary>
public interface IPresence
{
    bool IsOnline(UserId user);

    /// <summary>Here, but without a hand on any of their devices.</summary>
    bool IsAway(UserId user);

    IReadOnlyCollection<UserId> Online { get; }

    /// <summary>Grows whenever any of it becomes another.</summary>
    long Changes { get; }
}
