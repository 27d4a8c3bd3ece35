using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Administration;

/// <summary>Administrators: signs somebody out everywhere, their API tokens included.</summary>
public sealed record EndSessionsOf(UserId UserId) : ICommand<Result<Done>>;

public sealed class EndSessionsOfHandler(IUserRepository users, ISessionRepository sessions, IAudit audit) : ICommandHandler<EndSessionsOf, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(EndSessionsOf command, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(command.UserId, cancellationToken) is not { } user) return UserErrors.NotFound;
        await sessions.EndAllAsync(user.Id, except: null, tokensToo: true, cancellationToken);
        audit.Record("user.end_sessions", "user", user.Id.Value);
        return Done.Instance;
    }
}
