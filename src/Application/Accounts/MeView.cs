using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>What I see of my own account.</summary>
public sealed record MeView(
    Guid Id, string Nickname, string Email, string FirstName, string LastName, int Age, Gender Gender, Role Role, DateTimeOffset JoinedAt,
    Openness WhoMayWrite, bool StrangersAsk, bool ShowsReadMarks, bool IsInvisible)
{
    /// <summary>What guards the account, and what holds it back.</summary>
    public AccountView? Account { get; init; }

    /// <summary>The address of my picture; null for none.</summary>
    public string? AvatarUrl { get; init; }

    public static MeView Of(User user, Client client) => new(
        user.Id.Value, user.Nickname.Value, user.Email.Value, user.Details.FirstName, user.Details.LastName, user.Details.Age, user.Details.Gender, user.Role, user.JoinedAt,
        client.WhoMayWrite, client.StrangersAsk, client.ShowsReadMarks, client.IsInvisible)
    {
        Account = AccountView.Of(user),
    };
}

/// <param name="Language">Of the mails to me.</param>
/// <param name="IsWaiting">For approval; until then I may read what visitors may.</param>
/// <param name="Suspension">The last one, until it is lifted; it is over once <c>until</c> has passed.</param>
public sealed record AccountView(Language Language, bool IsEmailConfirmed, bool HasTwoFactor, bool IsWaiting, Suspension? Suspension)
{
    /// <summary>The address that becomes mine once the link sent there is opened; null while I asked for none.</summary>
    public string? NewEmail { get; init; }

    public static AccountView Of(User user) => new(user.Language, user.EmailConfirmedAt is not null, user.HasTwoFactor, user.IsWaiting, user.Suspension);
}

/// <summary>A person as everyone may see them.</summary>
public sealed record UserRef(Guid Id, string Nickname);

/// <summary>Me, and the secret that proves it; the door puts it into the cookie and nowhere else.</summary>
public sealed record SignedIn(MeView Me, string Token);

/// <param name="UserAgent">As the browser names itself.</param>
public sealed record SignInOrigin(string Address, string UserAgent);
