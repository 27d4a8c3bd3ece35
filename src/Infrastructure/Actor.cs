using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Administration;
using RealTimeForum.Infrastructure.Realtime;

namespace RealTimeForum.Infrastructure;

/// <summary>Who asks in this scope; the door says so before it sends anything.</summary>
public sealed class Actor(SettingsBoard settings, TimeProvider clock) : IActor
{
    private SignedInUser? _user;

    public bool IsSignedIn => _user is not null;

    public UserId UserId => Known.UserId;

    public SessionId SessionId => Known.SessionId;

    public string Nickname => Known.Nickname;

    public Role Role => Known.Standing.Role;

    public Scopes Scopes => Known.Standing.Scopes;

    public string? Address { get; private set; }

    private SignedInUser Known => _user ?? throw new InvalidOperationException("Nobody is signed in.");

    public void Is(SignedInUser user, string? address = null) => (_user, Address) = (user, address);

    public Error? RefusalOf(Act act)
    {
        var isForVisitors = act is Act.ReadForum or Act.SeeImages;
        var isOpen = !isForVisitors || settings.Current.PublicReading;
        if (_user is not { Standing: var standing }) return isForVisitors && isOpen ? null : CommonErrors.NotSignedIn;
        if (standing.IsWaiting && !isOpen) return UserErrors.WaitingForApproval;
        if (standing.LacksSecondFactor && !settings.Current.StaffNeedsTwoFactor) standing = standing with { LacksSecondFactor = false };
        return standing.RefusalOf(act, clock.GetUtcNow());
    }
}
