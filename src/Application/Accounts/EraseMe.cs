using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>Ends my account; my posts stay as those of a deleted user.</summary>
public sealed record EraseMe([Verbatim] string Password) : ICommand<Result<Done>>;

public sealed class EraseMeValidator : AbstractValidator<EraseMe>
{
    public EraseMeValidator() => RuleFor(c => c.Password).IsOwnPassword();
}

public sealed class EraseMePreparation(OwnPassword own) : IPrepare<EraseMe>
{
    public async ValueTask<Error?> PrepareAsync(EraseMe message, CancellationToken cancellationToken) =>
        await own.RefusalAsync(message.Password, "password", cancellationToken);
}

public sealed class EraseMeHandler(IUserRepository users, Erasure erasure, IActor actor) : ICommandHandler<EraseMe, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(EraseMe command, CancellationToken cancellationToken) =>
        await users.FindAsync(actor.UserId, cancellationToken) is { } me ? await erasure.RunAsync(me, cancellationToken) : UserErrors.NotFound;
}
