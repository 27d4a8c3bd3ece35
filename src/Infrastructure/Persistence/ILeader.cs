namespace RealTimeForum.Infrastructure.Persistence;

/// <summary>Says which of several nodes does what one is enough for: sending mail, tidying up.</summary>
internal interface ILeader
{
    /// <summary>Asked anew before each round.</summary>
    ValueTask<bool> LeadsAsync(CancellationToken cancellationToken);
}

internal sealed class OnlyNode : ILeader
{
    public ValueTask<bool> LeadsAsync(CancellationToken cancellationToken) => ValueTask.FromResult(true);
}
