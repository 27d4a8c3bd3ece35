using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>Ends one of my sessions; without an id, the one that asks. It is dead when this is answered.</summary>
public sealed record EndSession(SessionId? Id) : ICommand<Result<Done>>;

public sealed class EndSessionHandler(ISessionRepository sessions, IActor actor) : ICommandHandler<EndSession, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(EndSession command, CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(command.Id ?? actor.SessionId, cancellationToken) is not { } session || session.UserId != actor.UserId)
            return UserErrors.SessionNotFound;
        session.End();
        sessions.Remove(session);
        return Done.Instance;
    }
}

public sealed class CloseConnectionsOfEndedSession(ILiveEvents live) : IReactTo<SessionEnded>
{
    public ValueTask ReactAsync(SessionEnded happened, CancellationToken cancellationToken)
    {
        live.Publish(new SignedOut(happened.SessionId));
        return ValueTask.CompletedTask;
    }
}
