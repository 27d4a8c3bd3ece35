using RealTimeForum.Domain.Common;
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

    /// <summary>What the token that asks may be used for; a browser has all of it.</summary>
    Scopes Scopes { get; }

    /// <summary>Where the request came from; null for what comes from within.</summary>
    string? Address { get; }

    /// <returns>Null where they may; nobody signed in is <c>auth.required</c>.</returns>
    Error? RefusalOf(Act act);

    bool IsStaff => RefusalOf(Act.KeepOrder) is null;
}
