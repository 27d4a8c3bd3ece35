using RealTimeForum.Domain.Administration;

namespace RealTimeForum.Application.Ports;

/// <summary>How the forum is doing.</summary>
public interface IOverview
{
    Task<Sample> NowAsync(CancellationToken cancellationToken);
}

public interface ISamples
{
    Task KeepAsync(Sample sample, DateTimeOffset forgetBefore, CancellationToken cancellationToken);
}
