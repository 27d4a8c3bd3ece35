using System.Globalization;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>Whether this is the password of the one who asks; every use case that asks for it again asks so. Guessing is slow here too: who has the session has not the password.</summary>
public sealed class OwnPassword(ICredentials credentials, IPasswords passwords, IGuesses guesses, IActor actor, TimeProvider clock)
{
    /// <returns>Null when it is.</returns>
    public async Task<Error?> RefusalAsync(string password, string field, CancellationToken cancellationToken)
    {
        var (user, now) = (actor.UserId, clock.GetUtcNow());
        var what = user.Value.ToString("N", CultureInfo.InvariantCulture);
        if (guesses.SlowedUntil(what) is { } until && until > now) return SignInAttempt.TooMany(until - now);
        var credential = await credentials.FindAsync(user, cancellationToken);
        if (!(await passwords.VerifyAsync(credential?.PasswordHash, password, cancellationToken)).TryGet(out var isRight, out var error)) return error;
        if (isRight)
        {
            guesses.Succeeded(what);
            return null;
        }
        guesses.Failed(what);
        return Error.OfField(UserErrors.WrongPassword.Code, field, UserErrors.WrongPassword.Message);
    }
}
