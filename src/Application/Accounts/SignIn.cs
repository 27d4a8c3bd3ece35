using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Uploads;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>Opens a session. A wrong password is an answer, not a refusal: that it was tried is counted, and the count must be kept.</summary>
/// <param name="Login">The nickname or the e-mail address.</param>
/// <param name="Code">Of the second factor, or a recovery code; empty where there is none, or to be asked for it.</param>
public sealed record SignIn(string Login, [Verbatim] string Password, string Code, SignInOrigin Origin) : ICommand<Result<SignInAttempt>>
{
    internal Credential? Credential { get; set; }

    internal bool IsRight { get; set; }
}

/// <summary>Exactly one of the two is there.</summary>
public sealed record SignInAttempt(SignedIn? SignedIn, Error? Refusal)
{
    internal static Error TooMany(TimeSpan wait) => UserErrors.TooManyAttempts with { RetryAfterSeconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) };
}

public sealed class SignInValidator : AbstractValidator<SignIn>
{
    public SignInValidator()
    {
        RuleFor(c => c.Login).NotEmpty().WithMessage("Fill this in.").MaximumLength(EmailAddress.MaxLength).WithMessage("Too long.");
        RuleFor(c => c.Password).IsOwnPassword();
        RuleFor(c => c.Code).MaximumLength(64).WithMessage("Too long.");
    }
}

public sealed class SignInPreparation(ICredentials credentials, IPasswords passwords, IGuesses guesses, TimeProvider clock) : IPrepare<SignIn>
{
    public async ValueTask<Error?> PrepareAsync(SignIn message, CancellationToken cancellationToken)
    {
        message.Credential = await credentials.FindAsync(message.Login, cancellationToken);
        // A name that nobody has becomes as slow as one that somebody has: a pause tells nothing.
        var name = Nickname.KeyOf(message.Login);
        var slowedUntil = message.Credential is { } known ? known.SlowedUntil : guesses.SlowedUntil(name);
        if (slowedUntil is { } until && until > clock.GetUtcNow()) return SignInAttempt.TooMany(until - clock.GetUtcNow());
        if (!(await passwords.VerifyAsync(message.Credential?.PasswordHash, message.Password, cancellationToken)).TryGet(out var isRight, out var error)) return error;
        if (message.Credential is null)
        {
            // Others may have failed while this one waited for its hash.
            if (guesses.SlowedUntil(name) is { } since && since > clock.GetUtcNow()) return SignInAttempt.TooMany(since - clock.GetUtcNow());
            guesses.Failed(name);
        }
        message.IsRight = isRight;
        return null;
    }
}

public sealed class SignInHandler(
    IUserRepository users, IClientRepository clients, ICredentials credentials, ISecondFactors factors, ISessionRepository sessions, IReadDb db, Mails mails, TimeProvider clock)
    : ICommandHandler<SignIn, Result<SignInAttempt>>
{
    public async ValueTask<Result<SignInAttempt>> Handle(SignIn command, CancellationToken cancellationToken)
    {
        if (command.Credential is null || await users.FindAsync(command.Credential.UserId, cancellationToken) is not { } user)
            return new SignInAttempt(null, UserErrors.InvalidCredentials);
        // Others may have failed while this one waited for its hash.
        var now = clock.GetUtcNow();
        if (await credentials.SlowedUntilAsync(user.Id, cancellationToken) is { } until && until > now) return new SignInAttempt(null, SignInAttempt.TooMany(until - now));
        if (!command.IsRight) return await FailedAsync(user, UserErrors.InvalidCredentials, cancellationToken);
        if (user.HasTwoFactor)
        {
            if (command.Code.Length == 0) return new SignInAttempt(null, UserErrors.CodeRequired);
            if (!await factors.CheckAsync(user.Id, command.Code, cancellationToken)) return await FailedAsync(user, UserErrors.CodeWrong, cancellationToken);
        }
        await credentials.SucceededAsync(user.Id, cancellationToken);

        var (session, token) = Session.Open(user.Id, command.Origin.UserAgent, command.Origin.Address, now);
        var isKnown = await db.AnyAsync(db.Sessions.Where(other => other.UserId == user.Id && other.UserAgent == session.UserAgent && other.Address == session.Address), cancellationToken);
        if (!isKnown) mails.NewSignIn(user, command.Origin, now);
        sessions.Add(session);
        var client = await clients.FindAsync(user.Id, cancellationToken) ?? new Client(user.Id, user.JoinedAt);
        var me = MeView.Of(user, client) with { AvatarUrl = await db.PictureAsync(UploadUse.Avatar, user.Id.Value, cancellationToken) };
        return new SignInAttempt(new SignedIn(me, token.Text), null);
    }

    private async ValueTask<Result<SignInAttempt>> FailedAsync(User user, Error refusal, CancellationToken cancellationToken)
    {
        await credentials.FailedAsync(user.Id, cancellationToken);
        return new SignInAttempt(null, refusal);
    }
}
