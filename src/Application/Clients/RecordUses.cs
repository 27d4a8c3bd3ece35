using Mediator;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Sessions;

namespace RealTimeForum.Application.Clients;

/// <summary>Keeps when sessions and API tokens were last used.</summary>
public sealed record RecordUses(IReadOnlyDictionary<SessionId, DateTimeOffset> Used) : ICommand<Result<Done>>;

public sealed class RecordUsesHandler(ISessionRepository sessions) : ICommandHandler<RecordUses, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(RecordUses command, CancellationToken cancellationToken)
    {
        foreach (var (id, at) in command.Used)
        {
            if (await sessions.FindAsync(id, cancellationToken) is { } session) session.UsedAt(at);
            else if (await sessions.FindTokenAsync(id, cancellationToken) is { } token) token.UsedAt(at);
        }
        return Done.Instance;
    }
}
