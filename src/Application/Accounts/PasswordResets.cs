using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>Mails a link to set a new password with, where there is such an address; the answer never tells.</summary>
public sealed record AskForPasswordReset(string Email) : ICommand<Result<Done>>;

public sealed class AskForPasswordResetHandler(IReadDb db, IMailedTokenRepository tokens, Mails mails, IOutbox outbox, TimeProvider clock) : ICommandHandler<AskForPasswordReset, Result<Done>>
{
    /// <summary>Mails an hour to one person: more would be somebody else's game.</summary>
    private const int MostAnHour = 3;

    public async ValueTask<Result<Done>> Handle(AskForPasswordReset command, CancellationToken cancellationToken)
    {
        var (key, now) = (EmailAddress.KeyOf(command.Email), clock.GetUtcNow());
        var user = await db.FirstAsync(db.Users.Where(user => user.EmailKey == key && user.ErasedAt == null), cancellationToken);
        if (user is null || await tokens.CountAsync(user.Id, MailedPurpose.ResetPassword, now.AddHours(-1), cancellationToken) >= MostAnHour)
        {
            outbox.AddDecoy();
            return Done.Instance;
        }
        var (kept, token) = MailedToken.Make(user, MailedPurpose.ResetPassword, now);
        tokens.Add(kept);
        mails.ResetPassword(user, token.Text);
        return Done.Instance;
    }
}

/// <summary>Sets a new password by the link in a mail, and ends every session and API token.</summary>
public sealed record ResetPassword([Verbatim] string Token, [Verbatim] string Password) : ICommand<Result<Done>>
{
    internal string NewHash { get; set; } = "";
}

public sealed class ResetPasswordValidator : AbstractValidator<ResetPassword>
{
    public ResetPasswordValidator(IPasswords passwords) => RuleFor(c => c.Password).IsPassword(passwords);
}

public sealed class ResetPasswordPreparation(IReadDb db, IPasswords passwords, TimeProvider clock) : IPrepare<ResetPassword>
{
    public async ValueTask<Error?> PrepareAsync(ResetPassword message, CancellationToken cancellationToken)
    {
        // A wrong link costs nobody a hash.
        var hash = SecretToken.HashOf(message.Token);
        if (await db.FirstAsync(db.MailedTokens.Where(token => token.Hash == hash), cancellationToken) is not { } token
            || await db.FirstAsync(db.Users.Where(user => user.Id == token.UserId), cancellationToken) is not { } user
            || !token.Proves(MailedPurpose.ResetPassword, user, clock.GetUtcNow()))
            return UserErrors.ResetTokenInvalid;
        if (AccountRules.IsOwnName(message.Password, user)) return UserErrors.PasswordOwnName;
        if (!(await passwords.HashAsync(message.Password, cancellationToken)).TryGet(out var made, out var error)) return error;
        message.NewHash = made;
        return null;
    }
}

public sealed class ResetPasswordHandler(
    IUserRepository users, IMailedTokenRepository tokens, ICredentials credentials, ISessionRepository sessions, Mails mails, TimeProvider clock) : ICommandHandler<ResetPassword, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(ResetPassword command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await tokens.FindAsync(SecretToken.HashOf(command.Token), cancellationToken) is not { } token
            || await users.FindAsync(token.UserId, cancellationToken) is not { } user
            || !token.Proves(MailedPurpose.ResetPassword, user, now))
            return UserErrors.ResetTokenInvalid;
        await tokens.RemoveAllAsync(user.Id, MailedPurpose.ResetPassword, cancellationToken);
        await tokens.RemoveAllAsync(user.Id, MailedPurpose.ChangeEmail, cancellationToken);
        await credentials.ChangePasswordAsync(user.Id, command.NewHash, cancellationToken);
        await credentials.SucceededAsync(user.Id, cancellationToken);
        await sessions.EndAllAsync(user.Id, except: null, tokensToo: true, cancellationToken);
        user.ConfirmEmail(now);
        mails.PasswordChanged(user);
        return Done.Instance;
    }
}
