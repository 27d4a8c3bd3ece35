using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Ports;

/// <summary>Who is asking. Handlers may read <see cref="UserId"/> only where the door demands a signed-in user.</summary>
public interface IActor
{
    bool IsSignedIn { get; }

    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    UserId UserId { get; }

    SessionId SessionId { get; }

    string Nickname { get; }

    Role Role { get; }

    bool IsStaff => IsSignedIn && Role is Role.Moderator or Role.Admin;
}
