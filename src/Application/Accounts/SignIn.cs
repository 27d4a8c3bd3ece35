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
public sealed record SignIn(string Login, [Verbatim] string Password, SignInOrigin Origin) : ICommand<Result<SignInAttempt>>
{
    internal Credential? Credential { get; set; }

    internal bool IsRight { get; set; }
}

/// <summary>Exactly one of the two is there.</summary>
public sealed record SignInAttempt(SignedIn? SignedIn, Error? Refusal);

public sealed class SignInValidator : AbstractValidator<SignIn>
{
    public SignInValidator()
    {
        RuleFor(c => c.Login).NotEmpty().WithMessage("Fill this in.").MaximumLength(EmailAddress.MaxLength).WithMessage("Too long.");
        RuleFor(c => c.Password).NotEmpty().WithMessage("Fill this in.").MaximumLength(1_024).WithMessage("Too long.");
    }
}

public sealed class SignInPreparation(ICredentials credentials, IPasswords passwords, TimeProvider clock) : IPrepare<SignIn>
{
    public async ValueTask<Error?> PrepareAsync(SignIn message, CancellationToken cancellationToken)
    {
        message.Credential = await credentials.FindAsync(message.Login, cancellationToken);
        if (message.Credential?.LockedUntil is { } until && until > clock.GetUtcNow())
            return UserErrors.TooManyAttempts with { RetryAfterSeconds = (int)Math.Ceiling((until - clock.GetUtcNow()).TotalSeconds) };
        if (!(await passwords.VerifyAsync(message.Credential?.PasswordHash, message.Password, cancellationToken)).TryGet(out var isRight, out var error)) return error;
        message.IsRight = isRight;
        return null;
    }
}

public sealed class SignInHandler(IUserRepository users, IClientRepository clients, ICredentials credentials, ISessionRepository sessions, IReadDb db, TimeProvider clock)
    : ICommandHandler<SignIn, Result<SignInAttempt>>
{
    public async ValueTask<Result<SignInAttempt>> Handle(SignIn command, CancellationToken cancellationToken)
    {
        if (command.Credential is null || await users.FindAsync(command.Credential.UserId, cancellationToken) is not { } user
            || await clients.FindAsync(user.Id, cancellationToken) is not { } client)
            return new SignInAttempt(null, UserErrors.InvalidCredentials);
        if (!command.IsRight)
        {
            await credentials.FailedAsync(user.Id, cancellationToken);
            return new SignInAttempt(null, UserErrors.InvalidCredentials);
        }
        await credentials.SucceededAsync(user.Id, cancellationToken);
        var (session, token) = Session.Open(user.Id, command.Origin.UserAgent, command.Origin.Address, clock.GetUtcNow());
        sessions.Add(session);
        var me = MeView.Of(user, client) with { AvatarUrl = await db.PictureAsync(UploadUse.Avatar, user.Id.Value, cancellationToken) };
        return new SignInAttempt(new SignedIn(me, token.Text), null);
    }
}
