using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Users;

/// <summary>What can be done here. Doors ask for an act, never for a role.</summary>
public enum Act
{
    ReadForum,
    WriteForum,
    SeeImages,
    AddImages,
    KeepOrder,
    ReadChats,
    WriteChats,
    SeeAccount,
    ChangeAccount,
    TakeData,
    SuspendPeople,
    AssignRoles,
    ManagePeople,
    ManageCategories,
    ChangeSettings,
    ReadAudit,
    SeeOverview,
}

/// <summary>What an API token may be used for. A browser's session has all of them.</summary>
[Flags]
public enum Scopes
{
    None = 0,
    Read = 1,
    Write = 2,
    Chat = 4,
    Admin = 8,
    All = Read | Write | Chat | Admin,
}

/// <summary>The one place that says who may do what.</summary>
public static class Acts
{
    /// <param name="Least">The lowest role that may.</param>
    /// <param name="Scope">What a token needs for it.</param>
    /// <param name="IsWriting">Not for the suspended.</param>
    /// <param name="Instead">Another scope that does as well.</param>
    private sealed record Right(Role Least, Scopes Scope, bool IsWriting, Scopes? Instead = null)
    {
        public bool IsInScope(Scopes scopes) => scopes.HasFlag(Scope) || (Instead is { } other && scopes.HasFlag(other));
    }

    private static Right RightTo(Act act) => act switch
    {
        Act.ReadForum => new(Role.Client, Scopes.Read, IsWriting: false),
        Act.WriteForum => new(Role.Client, Scopes.Write, IsWriting: true),
        Act.SeeImages => new(Role.Client, Scopes.Read, IsWriting: false, Instead: Scopes.Chat),
        Act.AddImages => new(Role.Client, Scopes.Write, IsWriting: true, Instead: Scopes.Chat),
        Act.KeepOrder => new(Role.Moderator, Scopes.Write, IsWriting: true),
        Act.ReadChats => new(Role.Client, Scopes.Chat, IsWriting: false),
        Act.WriteChats => new(Role.Client, Scopes.Chat, IsWriting: true),
        Act.SeeAccount => new(Role.Client, Scopes.Read, IsWriting: false),
        Act.ChangeAccount => new(Role.Client, Scopes.Write, IsWriting: false),
        Act.TakeData => new(Role.Client, Scopes.Read | Scopes.Chat, IsWriting: false),
        Act.SuspendPeople => new(Role.Moderator, Scopes.Admin, IsWriting: true),
        Act.AssignRoles or Act.ManagePeople or Act.ManageCategories or Act.ChangeSettings or Act.ReadAudit or Act.SeeOverview => new(Role.Admin, Scopes.Admin, IsWriting: true),
        _ => throw new ArgumentOutOfRangeException(nameof(act)),
    };

    /// <returns>Null where they may.</returns>
    public static Error? RefusalOf(this Standing standing, Act act, DateTimeOffset now)
    {
        var right = RightTo(act);
        if (!right.IsInScope(standing.Scopes)) return UserErrors.ScopeMissing(right.Scope & ~standing.Scopes);
        if (standing.IsWaiting && act is not (Act.SeeAccount or Act.ChangeAccount or Act.TakeData or Act.ReadForum or Act.SeeImages)) return UserErrors.WaitingForApproval;
        if (right.IsWriting && standing.Suspension is { } suspension && suspension.Holds(now)) return UserErrors.Suspended(suspension);
        if (standing.Role < right.Least) return CommonErrors.Forbidden;
        return right.Least > Role.Client && standing.LacksSecondFactor ? UserErrors.SecondFactorRequired : null;
    }
}

/// <summary>What decides what somebody may do.</summary>
/// <param name="LacksSecondFactor">Staff who must have a second factor and have none: until then they may do what everybody may.</param>
public sealed record Standing(Role Role, Scopes Scopes, Suspension? Suspension, bool IsWaiting, bool LacksSecondFactor);

/// <summary>Who is suspended may sign in and read, not write.</summary>
/// <param name="Until">Null until it is lifted.</param>
public sealed record Suspension(string Reason, DateTimeOffset? Until)
{
    public const int MaxReasonLength = 500;

    public bool Holds(DateTimeOffset now) => Until is null || Until > now;
}
