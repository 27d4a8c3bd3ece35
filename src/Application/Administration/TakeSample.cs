using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Administration;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Administration;

/// <summary>Keeps how the forum is doing at this moment, and forgets what is older than 90 days.</summary>
public sealed record TakeSample : ICommand<Result<Done>>
{
    internal Sample? Sample { get; set; }
}

public sealed class TakeSamplePreparation(IOverview overview) : IPrepare<TakeSample>
{
    public async ValueTask<Error?> PrepareAsync(TakeSample message, CancellationToken cancellationToken)
    {
        message.Sample = await overview.NowAsync(cancellationToken);
        return null;
    }
}

public sealed class TakeSampleHandler(ISamples samples) : ICommandHandler<TakeSample, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(TakeSample command, CancellationToken cancellationToken)
    {
        await samples.KeepAsync(command.Sample!, forgetBefore: command.Sample!.At.AddDays(-90), cancellationToken);
        return Done.Instance;
    }
}
