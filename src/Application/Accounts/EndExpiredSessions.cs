using Mediator;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Sessions;

namespace RealTimeForum.Application.Accounts;

/// <summary>Ends what was not used since, or was opened before, a time; and closes the connections of tokens whose time has come.</summary>
public sealed record EndExpiredSessions(DateTimeOffset UnusedSince, DateTimeOffset OpenedBefore, DateTimeOffset TokensAfter, DateTimeOffset TokensUntil) : ICommand<Result<Done>>;

public sealed class EndExpiredSessionsHandler(ISessionRepository sessions) : ICommandHandler<EndExpiredSessions, Result<Done>>
{
    private const int AtOnce = 500;

    public async ValueTask<Result<Done>> Handle(EndExpiredSessions command, CancellationToken cancellationToken)
    {
        foreach (var session in await sessions.ExpiredAsync(command.UnusedSince, command.OpenedBefore, AtOnce, cancellationToken))
        {
            session.End();
            sessions.Remove(session);
        }
        foreach (var token in await sessions.ExpiredTokensAsync(command.TokensAfter, command.TokensUntil, cancellationToken)) token.End();
        return Done.Instance;
    }
}
