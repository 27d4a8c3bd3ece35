namespace RealTimeForum.Domain.Administration;

/// <summary>Who may sign up.</summary>
public enum Admission { Open, InviteOnly, Approval }

/// <summary>What administrators change while the forum runs.</summary>
/// <param name="Description">Shown to visitors; plain text.</param>
/// <param name="PublicReading">Visitors may read without an account.</param>
/// <param name="StaffNeedsTwoFactor">Moderators and administrators act as such only with a second factor.</param>
/// <param name="RequestsPerMinute">Of a person.</param>
/// <param name="AnonymousRequestsPerMinute">Of an address without an account.</param>
/// <param name="TokenRequestsPerMinute">Of an API token.</param>
/// <param name="SignUpsPerHour">Of an address.</param>
/// <param name="SignInFailures">In 15 minutes, before an account is slowed down.</param>
/// <param name="MessagesPer10Seconds">Of a person.</param>
public sealed record ForumSettings(
    string Name,
    string Description,
    bool PublicReading,
    Admission Admission,
    bool StaffNeedsTwoFactor,
    int RequestsPerMinute,
    int AnonymousRequestsPerMinute,
    int TokenRequestsPerMinute,
    int SignUpsPerHour,
    int SignInFailures,
    int MessagesPer10Seconds)
{
    public const int MaxNameLength = 64;
    public const int MaxDescriptionLength = 500;
    public const int MaxLimit = 10_000_000;
}
