using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Administration;

/// <summary>Administrators: lets somebody in who waits for it.</summary>
public sealed record ApprovePerson(UserId UserId) : ICommand<Result<Done>>;

public sealed class ApprovePersonHandler(IUserRepository users, IAudit audit, TimeProvider clock) : ICommandHandler<ApprovePerson, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(ApprovePerson command, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(command.UserId, cancellationToken) is not { } user) return UserErrors.NotFound;
        if (user.IsWaiting) audit.Record("user.approve", "user", user.Id.Value);
        return user.Approve(clock.GetUtcNow());
    }
}
