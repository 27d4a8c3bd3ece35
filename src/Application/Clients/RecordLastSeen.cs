using Mediator;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Clients;

/// <summary>Keeps when people's last connection closed.</summary>
public sealed record RecordLastSeen(IReadOnlyList<(UserId User, DateTimeOffset At)> Seen) : ICommand<Result<Done>>;

public sealed class RecordLastSeenHandler(IClientRepository clients) : ICommandHandler<RecordLastSeen, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(RecordLastSeen command, CancellationToken cancellationToken)
    {
        foreach (var (user, at) in command.Seen) (await clients.FindAsync(user, cancellationToken))?.SeenAt(at);
        return Done.Instance;
    }
}
