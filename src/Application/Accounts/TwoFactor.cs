using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>Whether a second factor guards my account.</summary>
public sealed record GetTwoFactor : IQuery<Result<TwoFactorView>>;

public sealed record TwoFactorView(bool IsOn, int RecoveryCodesLeft);

public sealed class GetTwoFactorHandler(IReadDb db, ISecondFactors factors, IActor actor) : IQueryHandler<GetTwoFactor, Result<TwoFactorView>>
{
    public async ValueTask<Result<TwoFactorView>> Handle(GetTwoFactor query, CancellationToken cancellationToken)
    {
        var isOn = await db.AnyAsync(db.Users.Where(user => user.Id == actor.UserId && user.HasTwoFactor), cancellationToken);
        return new TwoFactorView(isOn, isOn ? await factors.RecoveryCodesLeftAsync(actor.UserId, cancellationToken) : 0);
    }
}

/// <summary>Makes a secret for my authenticator app; it counts once I confirm a code of it.</summary>
public sealed record BeginTwoFactor([Verbatim] string Password) : ICommand<Result<SecondFactorSecret>>;

public sealed class BeginTwoFactorValidator : AbstractValidator<BeginTwoFactor>
{
    public BeginTwoFactorValidator() => RuleFor(c => c.Password).IsOwnPassword();
}

public sealed class BeginTwoFactorPreparation(OwnPassword own) : IPrepare<BeginTwoFactor>
{
    public async ValueTask<Error?> PrepareAsync(BeginTwoFactor message, CancellationToken cancellationToken) =>
        await own.RefusalAsync(message.Password, "password", cancellationToken);
}

public sealed class BeginTwoFactorHandler(IUserRepository users, ISecondFactors factors, IActor actor) : ICommandHandler<BeginTwoFactor, Result<SecondFactorSecret>>
{
    public async ValueTask<Result<SecondFactorSecret>> Handle(BeginTwoFactor command, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(actor.UserId, cancellationToken) is not { } me) return UserErrors.NotFound;
        return me.HasTwoFactor ? UserErrors.TwoFactorOn : await factors.BeginAsync(me, cancellationToken);
    }
}

/// <summary>From now on signing in takes a code.</summary>
public sealed record ConfirmTwoFactor(string Code) : ICommand<Result<RecoveryCodes>>;

/// <param name="Codes">Shown this once; each works once.</param>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes);

public sealed class ConfirmTwoFactorHandler(IUserRepository users, ISecondFactors factors, IActor actor) : ICommandHandler<ConfirmTwoFactor, Result<RecoveryCodes>>
{
    public async ValueTask<Result<RecoveryCodes>> Handle(ConfirmTwoFactor command, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(actor.UserId, cancellationToken) is not { } me) return UserErrors.NotFound;
        if (me.HasTwoFactor) return UserErrors.TwoFactorOn;
        if (!await factors.CheckAsync(me.Id, command.Code, cancellationToken)) return UserErrors.SetupCodeWrong;
        me.UseTwoFactor(true);
        return new RecoveryCodes(await factors.NewRecoveryCodesAsync(me.Id, cancellationToken));
    }
}

/// <summary>Fresh recovery codes; the old ones no longer work.</summary>
public sealed record RenewRecoveryCodes([Verbatim] string Password) : ICommand<Result<RecoveryCodes>>;

public sealed class RenewRecoveryCodesValidator : AbstractValidator<RenewRecoveryCodes>
{
    public RenewRecoveryCodesValidator() => RuleFor(c => c.Password).IsOwnPassword();
}

public sealed class RenewRecoveryCodesPreparation(OwnPassword own) : IPrepare<RenewRecoveryCodes>
{
    public async ValueTask<Error?> PrepareAsync(RenewRecoveryCodes message, CancellationToken cancellationToken) =>
        await own.RefusalAsync(message.Password, "password", cancellationToken);
}

public sealed class RenewRecoveryCodesHandler(IUserRepository users, ISecondFactors factors, IActor actor) : ICommandHandler<RenewRecoveryCodes, Result<RecoveryCodes>>
{
    public async ValueTask<Result<RecoveryCodes>> Handle(RenewRecoveryCodes command, CancellationToken cancellationToken) =>
        await users.FindAsync(actor.UserId, cancellationToken) is { HasTwoFactor: true } me
            ? new RecoveryCodes(await factors.NewRecoveryCodesAsync(me.Id, cancellationToken))
            : UserErrors.NoTwoFactor;
}

/// <summary>From now on the password alone signs in.</summary>
public sealed record EndTwoFactor([Verbatim] string Password) : ICommand<Result<Done>>;

public sealed class EndTwoFactorValidator : AbstractValidator<EndTwoFactor>
{
    public EndTwoFactorValidator() => RuleFor(c => c.Password).IsOwnPassword();
}

public sealed class EndTwoFactorPreparation(OwnPassword own) : IPrepare<EndTwoFactor>
{
    public async ValueTask<Error?> PrepareAsync(EndTwoFactor message, CancellationToken cancellationToken) =>
        await own.RefusalAsync(message.Password, "password", cancellationToken);
}

public sealed class EndTwoFactorHandler(IUserRepository users, ISecondFactors factors, IActor actor) : ICommandHandler<EndTwoFactor, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(EndTwoFactor command, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(actor.UserId, cancellationToken) is not { } me) return UserErrors.NotFound;
        await factors.RemoveAsync(me.Id, cancellationToken);
        me.UseTwoFactor(false);
        return Done.Instance;
    }
}
