using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>Mails a link to an address that is to become mine; until it is opened (<see cref="ConfirmEmail"/>) the present one stays, and hears of it. At most three an hour.</summary>
public sealed record ChangeEmail(string Email, [Verbatim] string Password) : ICommand<Result<Done>>;

public sealed class ChangeEmailValidator : AbstractValidator<ChangeEmail>
{
    public ChangeEmailValidator()
    {
        RuleFor(c => c.Email).Custom((email, context) => context.AddRefusal(EmailAddress.Parse(email).Error));
        RuleFor(c => c.Password).IsOwnPassword();
    }
}

public sealed class ChangeEmailPreparation(OwnPassword own) : IPrepare<ChangeEmail>
{
    public async ValueTask<Error?> PrepareAsync(ChangeEmail message, CancellationToken cancellationToken) =>
        await own.RefusalAsync(message.Password, "password", cancellationToken);
}

public sealed class ChangeEmailHandler(IUserRepository users, IMailedTokenRepository tokens, IReadDb db, Mails mails, IActor actor, TimeProvider clock) : ICommandHandler<ChangeEmail, Result<Done>>
{
    private const int MostAnHour = 3;

    public async ValueTask<Result<Done>> Handle(ChangeEmail command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await users.FindAsync(actor.UserId, cancellationToken) is not { } me) return UserErrors.NotFound;
        if (!EmailAddress.Parse(command.Email).TryGet(out var email, out var error)) return error;
        if (await db.AnyAsync(db.Users.Where(user => user.EmailKey == email.Key && user.Id != me.Id), cancellationToken)) return UserErrors.EmailTaken;
        if (await tokens.CountAsync(me.Id, MailedPurpose.ChangeEmail, now.AddHours(-1), cancellationToken) >= MostAnHour) return UserErrors.TooManyAttempts with { RetryAfterSeconds = 600 };
        var (kept, token) = MailedToken.Make(me, email, now);
        tokens.Add(kept);
        mails.ConfirmNewAddress(me, email, token.Text);
        mails.AddressWillChange(me, email);
        return Done.Instance;
    }
}
