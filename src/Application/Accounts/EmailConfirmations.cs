using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>Mails me the link again that proves my address; at most three an hour.</summary>
public sealed record AskForConfirmation : ICommand<Result<Done>>;

public sealed class AskForConfirmationHandler(IUserRepository users, IMailedTokenRepository tokens, Mails mails, IActor actor, TimeProvider clock) : ICommandHandler<AskForConfirmation, Result<Done>>
{
    private const int MostAnHour = 3;

    public async ValueTask<Result<Done>> Handle(AskForConfirmation command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await users.FindAsync(actor.UserId, cancellationToken) is not { EmailConfirmedAt: null } me) return Done.Instance;
        if (await tokens.CountAsync(me.Id, MailedPurpose.ConfirmEmail, now.AddHours(-1), cancellationToken) >= MostAnHour) return UserErrors.TooManyAttempts with { RetryAfterSeconds = 600 };
        var (kept, token) = MailedToken.Make(me, MailedPurpose.ConfirmEmail, now);
        tokens.Add(kept);
        mails.ConfirmAddress(me, token.Text);
        return Done.Instance;
    }
}

/// <summary>Proves an address by the link in a mail, and makes it the person's where they asked for that; whoever has the link may.</summary>
public sealed record ConfirmEmail([Verbatim] string Token) : ICommand<Result<Done>>;

public sealed class ConfirmEmailHandler(IUserRepository users, IMailedTokenRepository tokens, ICredentials credentials, Mails mails, TimeProvider clock) : ICommandHandler<ConfirmEmail, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(ConfirmEmail command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await tokens.FindAsync(SecretToken.HashOf(command.Token), cancellationToken) is not { } token
            || await users.FindAsync(token.UserId, cancellationToken) is not { } user
            || !(token.Proves(MailedPurpose.ConfirmEmail, user, now) || token.Proves(MailedPurpose.ChangeEmail, user, now)))
            return UserErrors.ConfirmTokenInvalid;
        if (token.NewEmail is { } address) return await MoveAsync(user, address, cancellationToken);
        await tokens.RemoveAllAsync(user.Id, MailedPurpose.ConfirmEmail, cancellationToken);
        user.ConfirmEmail(now);
        return Done.Instance;
    }

    private async ValueTask<Result<Done>> MoveAsync(User user, EmailAddress address, CancellationToken cancellationToken)
    {
        if ((await credentials.ChangeEmailAsync(user.Id, address, cancellationToken)).Error is { } taken) return taken;
        await tokens.RemoveAllAsync(user.Id, MailedPurpose.ChangeEmail, cancellationToken);
        mails.AddressChanged(user, address);
        user.Move(address, clock.GetUtcNow());
        return Done.Instance;
    }
}
