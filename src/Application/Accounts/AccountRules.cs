using FluentValidation;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>What fields of an account must be, wherever they are asked for.</summary>
internal static class AccountRules
{
    public const int MinPasswordLength = 10;
    public const int MaxPasswordLength = 128;

    public static IRuleBuilderOptions<T, string> IsPassword<T>(this IRuleBuilder<T, string> rule, IPasswords passwords) => rule
        .Length(MinPasswordLength, MaxPasswordLength).WithMessage($"A password has {MinPasswordLength} to {MaxPasswordLength} characters.")
        .Must(password => !passwords.IsCommon(password)).WithMessage(UserErrors.PasswordCommon.Message);

    public static IRuleBuilderOptions<T, string> IsPersonName<T>(this IRuleBuilder<T, string> rule) => rule
        .NotEmpty().WithMessage("Fill this in.")
        .MaximumLength(PersonalDetails.MaxNameLength).WithMessage($"At most {PersonalDetails.MaxNameLength} characters.");

    public static IRuleBuilderOptions<T, int?> IsAge<T>(this IRuleBuilder<T, int?> rule) => rule
        .NotNull().WithMessage("Fill this in.")
        .InclusiveBetween(PersonalDetails.MinAge, PersonalDetails.MaxAge).WithMessage($"An age is {PersonalDetails.MinAge} to {PersonalDetails.MaxAge}.");
}
