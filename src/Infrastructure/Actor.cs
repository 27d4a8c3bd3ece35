using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Realtime;

namespace RealTimeForum.Infrastructure;

/// <summary>Who asks in this scope; the door says so before it sends anything.</summary>
public sealed class Actor : IActor
{
    private SignedInUser? _user;

    public bool IsSignedIn => _user is not null;

    public UserId UserId => Known.UserId;

    public SessionId SessionId => Known.SessionId;

    public string Nickname => Known.Nickname;

    public Role Role => Known.Role;

    private SignedInUser Known => _user ?? throw new InvalidOperationException("Nobody is signed in.");

    public void Is(SignedInUser user) => _user = user;
}
