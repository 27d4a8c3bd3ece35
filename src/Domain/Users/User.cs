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

    public bool IsStaff => Role is Role.Moderator or Role.Admin;

    public static User SignUp(UserId id, Nickname nickname, EmailAddress email, PersonalDetails details, Role role, DateTimeOffset now)
    {
        var user = new User(id, nickname, email, details, role, now);
        user.Raise(new UserSignedUp(id, now));
        return user;
    }

    public void Describe(PersonalDetails details) => Details = details;
}

public sealed record UserSignedUp(UserId UserId, DateTimeOffset At) : IDomainEvent;
