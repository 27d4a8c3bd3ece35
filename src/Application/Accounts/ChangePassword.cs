using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>Sets a new password; every other session of mine ends.</summary>
public sealed record ChangePassword([Verbatim] string CurrentPassword, [Verbatim] string NewPassword) : ICommand<Result<Done>>
{
    internal string NewHash { get; set; } = "";
}

public sealed class ChangePasswordValidator : AbstractValidator<ChangePassword>
{
    public ChangePasswordValidator(IPasswords passwords)
    {
        RuleFor(c => c.CurrentPassword).NotEmpty().WithMessage("Fill this in.").MaximumLength(1_024).WithMessage("Too long.");
        RuleFor(c => c.NewPassword).IsPassword(passwords);
    }
}

public sealed class ChangePasswordPreparation(ICredentials credentials, IPasswords passwords, IActor actor) : IPrepare<ChangePassword>
{
    public async ValueTask<Error?> PrepareAsync(ChangePassword message, CancellationToken cancellationToken)
    {
        var credential = await credentials.FindAsync(actor.UserId, cancellationToken);
        if (!(await passwords.VerifyAsync(credential?.PasswordHash, message.CurrentPassword, cancellationToken)).TryGet(out var isRight, out var error)) return error;
        if (!isRight) return UserErrors.WrongPassword;
        if (!(await passwords.HashAsync(message.NewPassword, cancellationToken)).TryGet(out var hash, out error)) return error;
        message.NewHash = hash;
        return null;
    }
}

public sealed class ChangePasswordHandler(ICredentials credentials, ISessionRepository sessions, IActor actor) : ICommandHandler<ChangePassword, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(ChangePassword command, CancellationToken cancellationToken)
    {
        await credentials.ChangePasswordAsync(actor.UserId, command.NewHash, cancellationToken);
        foreach (var session in await sessions.OfAsync(actor.UserId, cancellationToken))
        {
            if (session.Id == actor.SessionId) continue;
            session.End();
            sessions.Remove(session);
        }
        return Done.Instance;
    }
}
