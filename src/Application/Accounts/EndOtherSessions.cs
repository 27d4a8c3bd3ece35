using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Sessions;

namespace RealTimeForum.Application.Accounts;

/// <summary>Signs me out everywhere but here.</summary>
public sealed record EndOtherSessions : ICommand<Result<Done>>;

public sealed class EndOtherSessionsHandler(ISessionRepository sessions, IActor actor) : ICommandHandler<EndOtherSessions, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(EndOtherSessions command, CancellationToken cancellationToken)
    {
        await sessions.EndAllAsync(actor.UserId, except: actor.SessionId, tokensToo: false, cancellationToken);
        return Done.Instance;
    }
}
