using FluentValidation;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>What fields of an account must be, wherever they are asked for.</summary>
internal static class AccountRules
{
    public const int MinPasswordLength = 10;
    public const int MaxPasswordLength = 128;

    /// <summary>Letters beside one's own names that make a password one's own.</summary>
    private const int LeastBesideNames = 5;

    public static IRuleBuilderOptions<T, string> IsPassword<T>(this IRuleBuilder<T, string> rule, IPasswords passwords) => rule
        .Length(MinPasswordLength, MaxPasswordLength).WithMessage($"A password has {MinPasswordLength} to {MaxPasswordLength} characters.")
        .Must(password => !passwords.IsCommon(password)).WithMessage(UserErrors.PasswordCommon.Message);

    /// <summary>The password that somebody proves themselves with.</summary>
    public static IRuleBuilderOptions<T, string> IsOwnPassword<T>(this IRuleBuilder<T, string> rule) =>
        rule.NotEmpty().WithMessage("Fill this in.").MaximumLength(1_024).WithMessage("Too long.");

    public static IRuleBuilderOptions<T, string> IsPersonName<T>(this IRuleBuilder<T, string> rule) => rule
        .NotEmpty().WithMessage("Fill this in.")
        .MaximumLength(PersonalDetails.MaxNameLength).WithMessage($"At most {PersonalDetails.MaxNameLength} characters.");

    public static IRuleBuilderOptions<T, int?> IsAge<T>(this IRuleBuilder<T, int?> rule) => rule
        .NotNull().WithMessage("Fill this in.")
        .InclusiveBetween(PersonalDetails.MinAge, PersonalDetails.MaxAge).WithMessage($"An age is {PersonalDetails.MinAge} to {PersonalDetails.MaxAge}.");

    /// <summary>Whether a password is the person's own names and little else.</summary>
    public static bool IsOwnName(string password, params ReadOnlySpan<string> names)
    {
        var rest = password;
        foreach (var name in names)
        {
            if (name.Length >= 3) rest = rest.Replace(name, "", StringComparison.OrdinalIgnoreCase);
        }
        return rest.Length < password.Length && rest.Length < LeastBesideNames;
    }

    /// <summary>For a new password of somebody who is known.</summary>
    public static bool IsOwnName(string password, User user) =>
        IsOwnName(password, user.Email.Value, user.Email.Value.Split('@')[0], user.Nickname.Value, user.Details.FirstName, user.Details.LastName);
}
