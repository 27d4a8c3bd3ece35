using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Administration;

/// <summary>What somebody may do changed: what is remembered of them is read again, and their devices hear of it.</summary>
public sealed class PublishStanding(ILiveEvents live) : IReactTo<StandingChanged>
{
    public ValueTask ReactAsync(StandingChanged happened, CancellationToken cancellationToken)
    {
        live.Publish(new UserChanged(happened.UserId));
        live.Publish(new ToUsers([happened.UserId], new Frame("me.changed", null, null, null)));
        return ValueTask.CompletedTask;
    }
}
