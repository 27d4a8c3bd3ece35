using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Users;

public static class UserErrors
{
    public static readonly Error NicknameLength = Error.OfField("user.nickname_invalid", "nickname", "A nickname has 3 to 32 characters.");
    public static readonly Error NicknameCharacters = Error.OfField("user.nickname_invalid", "nickname", "A nickname has letters, digits, and _ . - only.");
    public static readonly Error EmailForm = Error.OfField("user.email_invalid", "email", "This is not an e-mail address.");
    public static readonly Error NicknameTaken = Error.OfField("user.nickname_taken", "nickname", "This nickname is taken.") with { Kind = ErrorKind.Conflict };
    public static readonly Error EmailTaken = Error.OfField("user.email_taken", "email", "There is an account with this e-mail address.") with { Kind = ErrorKind.Conflict };
    public static readonly Error NotFound = new("user.not_found", "There is no such person.", ErrorKind.NotFound);
    public static readonly Error InvalidCredentials = new("auth.invalid_credentials", "The name or the password is wrong.", ErrorKind.Unauthenticated);
    public static readonly Error MailNotFound = new("mail.not_found", "There is no such mail, or it is on its way.", ErrorKind.NotFound);
    public static readonly Error TooManyAttempts = new("auth.too_many_attempts", "Too many failed attempts. Try again later.", ErrorKind.TooMany);
    public static readonly Error PasswordCommon = Error.OfField("user.password_common", "password", "This password is among the most common ones. Choose another.");
    public static readonly Error WrongPassword = Error.OfField("auth.wrong_password", "currentPassword", "This is not your password.");
    public static readonly Error SessionNotFound = new("session.not_found", "There is no such session.", ErrorKind.NotFound);
    public static readonly Error TokenNotFound = new("token.not_found", "There is no such token.", ErrorKind.NotFound);
    public static readonly Error LastAdmin = new("user.last_admin", "The last administrator cannot step down.", ErrorKind.Conflict);
    public static readonly Error OutOfReach = new("user.out_of_reach", "This person has your rank or a higher one.", ErrorKind.Forbidden);
    public static readonly Error WaitingForApproval = new("user.waiting_approval", "Your account waits for approval.", ErrorKind.Forbidden);
    public static readonly Error SecondFactorRequired = new("auth.two_factor_required", "Set up two-factor sign-in first: this forum demands it of its staff.", ErrorKind.Forbidden);
    public static readonly Error CodeRequired = new("auth.code_required", "Enter the code of your second factor.", ErrorKind.Unauthenticated);
    public static readonly Error CodeWrong = new("auth.code_wrong", "This code is not right, or was used already.", ErrorKind.Unauthenticated);
    public static readonly Error SetupCodeWrong = Error.OfField("auth.code_wrong", "code", "This code is not right. Look at the clock of your device.");
    public static readonly Error ResetTokenInvalid = new("auth.reset_token_invalid", "This link is no longer valid. Ask for a new one.");
    public static readonly Error ConfirmTokenInvalid = new("auth.confirm_token_invalid", "This link is no longer valid. Ask for a new one.");
    public static readonly Error NoTwoFactor = new("auth.two_factor_off", "Two-factor sign-in is not on.", ErrorKind.Conflict);
    public static readonly Error TwoFactorOn = new("auth.two_factor_on", "Two-factor sign-in is on already.", ErrorKind.Conflict);
    public static readonly Error InvitationRequired = Error.OfField("admission.invitation_required", "invitation", "This forum takes new people by invitation only.") with { Kind = ErrorKind.Forbidden };
    public static readonly Error InvitationNotFound = new("admission.invitation_not_found", "There is no such invitation.", ErrorKind.NotFound);
    public static readonly Error PasswordOwnName = Error.OfField("user.password_own_name", "password", "A password is not one's own name or address.");

    public static Error ScopeMissing(Scopes scope) =>
        new("token.scope_missing", $"This token lacks the scope {scope.ToString().ToLowerInvariant()}.", ErrorKind.Forbidden);

    public static Error Suspended(Suspension suspension) => new("user.suspended", "Your account is suspended: you can read, not write.", ErrorKind.Forbidden)
    {
        Facts = new Dictionary<string, object?>(StringComparer.Ordinal) { ["reason"] = suspension.Reason, ["until"] = suspension.Until },
    };
}
