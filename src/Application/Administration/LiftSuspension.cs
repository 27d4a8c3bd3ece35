using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Administration;

/// <summary>Moderators: somebody may write again.</summary>
public sealed record LiftSuspension(UserId UserId) : ICommand<Result<Done>>;

public sealed class LiftSuspensionHandler(IUserRepository users, IActor actor, IAudit audit) : ICommandHandler<LiftSuspension, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(LiftSuspension command, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(command.UserId, cancellationToken) is not { } user) return UserErrors.NotFound;
        var was = user.Suspension is not null;
        if (user.LiftSuspension(actor.Role).Error is { } refusal) return refusal;
        if (was) audit.Record("user.unsuspend", "user", user.Id.Value);
        return Done.Instance;
    }
}
