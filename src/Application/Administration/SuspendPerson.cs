using FluentValidation;
using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Administration;

/// <summary>Moderators: somebody may read but not write until a time, or until it is lifted.</summary>
/// <param name="Until">Null until it is lifted.</param>
public sealed record SuspendPerson(UserId UserId, string Reason, DateTimeOffset? Until) : ICommand<Result<SuspensionView>>;

public sealed record SuspensionView(string Reason, DateTimeOffset? Until)
{
    public static SuspensionView? Of(Suspension? suspension, DateTimeOffset now) =>
        suspension is not null && suspension.Holds(now) ? new SuspensionView(suspension.Reason, suspension.Until) : null;
}

public sealed class SuspendPersonValidator : AbstractValidator<SuspendPerson>
{
    public SuspendPersonValidator(TimeProvider clock)
    {
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Say why.").MaximumLength(Suspension.MaxReasonLength).WithMessage($"At most {Suspension.MaxReasonLength} characters.");
        RuleFor(c => c.Until).Must(until => until is null || until > clock.GetUtcNow()).WithMessage("The end lies in the future.");
    }
}

public sealed class SuspendPersonHandler(IUserRepository users, IActor actor, IAudit audit) : ICommandHandler<SuspendPerson, Result<SuspensionView>>
{
    public async ValueTask<Result<SuspensionView>> Handle(SuspendPerson command, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(command.UserId, cancellationToken) is not { } user) return UserErrors.NotFound;
        if (user.Suspend(actor.Role, new Suspension(command.Reason, command.Until)).Error is { } refusal) return refusal;
        audit.Record("user.suspend", "user", user.Id.Value, command.Reason);
        return new SuspensionView(command.Reason, command.Until);
    }
}
