using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Users;

public enum Role { Client, Moderator, Admin }

public enum Gender { Unspecified, Female, Male, Other }

/// <summary>What a person says of themselves; seen by themselves only.</summary>
/// <param name="Age">Whole years, 13–120.</param>
public sealed record PersonalDetails(string FirstName, string LastName, int Age, Gender Gender)
{
    public const int MinAge = 13;
    public const int MaxAge = 120;
    public const int MaxNameLength = 64;
}

/// <summary>A person with an account. Credentials live elsewhere: a user knows nothing of passwords.</summary>
public sealed class User : AggregateRoot<UserId>
{
    /// <summary>What is shown in place of the nickname of somebody who is gone.</summary>
    public const string ErasedName = "deleted user";

    private User() => (Nickname, Email, Details) = (null!, null!, null!);

    private User(UserId id, Nickname nickname, EmailAddress email, PersonalDetails details, Role role, DateTimeOffset now)
    {
        (Id, Nickname, Email, Details, Role, JoinedAt) = (id, nickname, email, details, role, now);
        (NicknameKey, NicknameOrder, EmailKey) = (nickname.Key, nickname.Order, email.Key);
    }

    public Nickname Nickname { get; private set; }

    public string NicknameKey { get; private set; } = "";

    public string NicknameOrder { get; private set; } = "";

    public EmailAddress Email { get; private set; }

    public string EmailKey { get; private set; } = "";

    public PersonalDetails Details { get; private set; }

    public Role Role { get; private set; }

    public DateTimeOffset JoinedAt { get; private set; }

    /// <summary>The language mails are written in.</summary>
    public Language Language { get; private set; }

    /// <summary>When the e-mail address was proven to be theirs; null until then.</summary>
    public DateTimeOffset? EmailConfirmedAt { get; private set; }

    public bool HasTwoFactor { get; private set; }

    /// <summary>Signed up where newcomers are approved, and not approved yet.</summary>
    public bool IsWaiting { get; private set; }

    public string? SuspensionReason { get; private set; }

    public DateTimeOffset? SuspendedUntil { get; private set; }

    /// <summary>Null for who never was, or was let off; one that is over stays until the next.</summary>
    public Suspension? Suspension => SuspensionReason is null ? null : new Suspension(SuspensionReason, SuspendedUntil);

    /// <summary>What they wrote stays, and nothing else of them.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    /// <param name="mustWait">Until somebody approves them, they have no chat side and write nothing.</param>
    public static User SignUp(UserId id, Nickname nickname, EmailAddress email, PersonalDetails details, Role role, Language language, bool mustWait, DateTimeOffset now)
    {
        var user = new User(id, nickname, email, details, role, now) { Language = language, IsWaiting = mustWait };
        user.Raise(new UserSignedUp(id, now));
        if (!mustWait) user.Raise(new UserAdmitted(id, now));
        return user;
    }

    public void Describe(PersonalDetails details) => Details = details;

    public void Speak(Language language) => Language = language;

    public Result<Done> Approve(DateTimeOffset now)
    {
        if (!IsWaiting) return Done.Instance;
        IsWaiting = false;
        Raise(new UserAdmitted(Id, now));
        Raise(new StandingChanged(Id));
        return Done.Instance;
    }

    /// <param name="isLastAdmin">Whether nobody else administers the forum.</param>
    public Result<Done> BecomeRole(Role role, bool isLastAdmin)
    {
        if (Role == role) return Done.Instance;
        if (Role is Role.Admin && isLastAdmin) return UserErrors.LastAdmin;
        Role = role;
        Raise(new StandingChanged(Id));
        return Done.Instance;
    }

    /// <summary>Nobody suspends themselves, nor somebody of their own rank or above.</summary>
    public Result<Done> Suspend(Role by, Suspension suspension)
    {
        if (Role >= by) return UserErrors.OutOfReach;
        (SuspensionReason, SuspendedUntil) = (suspension.Reason, suspension.Until);
        Raise(new StandingChanged(Id));
        return Done.Instance;
    }

    public Result<Done> LiftSuspension(Role by)
    {
        if (Role >= by) return UserErrors.OutOfReach;
        if (SuspensionReason is null) return Done.Instance;
        (SuspensionReason, SuspendedUntil) = (null, null);
        Raise(new StandingChanged(Id));
        return Done.Instance;
    }

    public void ConfirmEmail(DateTimeOffset now) => EmailConfirmedAt ??= now;

    /// <param name="email">Proven to be theirs.</param>
    public void Move(EmailAddress email, DateTimeOffset now) => (Email, EmailKey, EmailConfirmedAt) = (email, email.Key, now);

    public void UseTwoFactor(bool isOn)
    {
        if (HasTwoFactor == isOn) return;
        HasTwoFactor = isOn;
        Raise(new StandingChanged(Id));
    }

    /// <summary>Takes away everything that says who it was. The nickname left behind holds a space, so nobody can have it.</summary>
    public void Erase(DateTimeOffset now)
    {
        (Nickname, NicknameKey, NicknameOrder) = (Nickname.Stored(ErasedName), $"{ErasedName} {Id.Value:N}", "");
        (Email, EmailKey) = (EmailAddress.Stored(""), $"{ErasedName} {Id.Value:N}");
        Details = new PersonalDetails("", "", 0, Gender.Unspecified);
        (Role, Language, EmailConfirmedAt, HasTwoFactor, IsWaiting) = (Role.Client, Language.En, null, false, false);
        (SuspensionReason, SuspendedUntil, ErasedAt) = (null, null, now);
        Raise(new StandingChanged(Id));
    }
}

/// <summary>Languages that mails are written in.</summary>
public enum Language { En, Ru }

public sealed record UserSignedUp(UserId UserId, DateTimeOffset At) : IDomainEvent;

/// <summary>May take part: at once, or when somebody approved them.</summary>
public sealed record UserAdmitted(UserId UserId, DateTimeOffset At) : IDomainEvent;

/// <summary>Role, suspension, approval or second factor: what they may do is another.</summary>
public sealed record StandingChanged(UserId UserId) : IDomainEvent;
