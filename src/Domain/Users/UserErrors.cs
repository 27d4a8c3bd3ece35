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
    public static readonly Error TooManyAttempts = new("auth.too_many_attempts", "Too many failed attempts. Try again later.", ErrorKind.TooMany);
    public static readonly Error PasswordCommon = Error.OfField("user.password_common", "password", "This password is among the most common ones. Choose another.");
    public static readonly Error WrongPassword = Error.OfField("auth.wrong_password", "currentPassword", "This is not your password.");
    public static readonly Error SessionNotFound = new("session.not_found", "There is no such session.", ErrorKind.NotFound);
    public static readonly Error TokenNotFound = new("token.not_found", "There is no such token.", ErrorKind.NotFound);
}
