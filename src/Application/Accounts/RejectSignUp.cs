using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>Administrators: turns somebody away who waits for approval; their account is gone.</summary>
public sealed record RejectSignUp(UserId UserId) : ICommand<Result<Done>>;

public sealed class RejectSignUpHandler(IUserRepository users, Erasure erasure, IAudit audit) : ICommandHandler<RejectSignUp, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(RejectSignUp command, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(command.UserId, cancellationToken) is not { IsWaiting: true } user) return UserErrors.NotFound;
        audit.Record("user.reject", "user", user.Id.Value);
        return await erasure.RunAsync(user, cancellationToken);
    }
}
