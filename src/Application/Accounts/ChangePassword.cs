using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>Sets a new password; every other session of mine ends, and a change of my address that is not confirmed yet.</summary>
public sealed record ChangePassword([Verbatim] string CurrentPassword, [Verbatim] string NewPassword) : ICommand<Result<Done>>
{
    internal string NewHash { get; set; } = "";
}

public sealed class ChangePasswordValidator : AbstractValidator<ChangePassword>
{
    public ChangePasswordValidator(IPasswords passwords)
    {
        RuleFor(c => c.CurrentPassword).IsOwnPassword();
        RuleFor(c => c.NewPassword).IsPassword(passwords);
    }
}

public sealed class ChangePasswordPreparation(OwnPassword own, IPasswords passwords, IReadDb db, IActor actor) : IPrepare<ChangePassword>
{
    public async ValueTask<Error?> PrepareAsync(ChangePassword message, CancellationToken cancellationToken)
    {
        if (await own.RefusalAsync(message.CurrentPassword, "currentPassword", cancellationToken) is { } refusal) return refusal;
        if (await db.FirstAsync(db.Users.Where(user => user.Id == actor.UserId), cancellationToken) is { } me && AccountRules.IsOwnName(message.NewPassword, me))
            return Error.OfField(UserErrors.PasswordOwnName.Code, "newPassword", UserErrors.PasswordOwnName.Message);
        if (!(await passwords.HashAsync(message.NewPassword, cancellationToken)).TryGet(out var hash, out var error)) return error;
        message.NewHash = hash;
        return null;
    }
}

public sealed class ChangePasswordHandler(IUserRepository users, ICredentials credentials, ISessionRepository sessions, IMailedTokenRepository tokens, Mails mails, IActor actor) : ICommandHandler<ChangePassword, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(ChangePassword command, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(actor.UserId, cancellationToken) is not { } me) return UserErrors.NotFound;
        await credentials.ChangePasswordAsync(me.Id, command.NewHash, cancellationToken);
        await sessions.EndAllAsync(me.Id, except: actor.SessionId, tokensToo: false, cancellationToken);
        await tokens.RemoveAllAsync(me.Id, MailedPurpose.ChangeEmail, cancellationToken);
        mails.PasswordChanged(me);
        return Done.Instance;
    }
}
