using Mediator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Administration;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.Infrastructure.Identity;

/// <summary>Every half minute: sessions whose time has come end. Every quarter of an hour: how the forum is doing is written down.</summary>
internal sealed class Housekeeping(IServiceScopeFactory scopes, ILeader leader, IOptions<ForumOptions> options, TimeProvider clock, ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private const int RoundsBetweenSamples = 30;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        for (var round = 0; ; round++)
        {
            try
            {
                if (await leader.LeadsAsync(stoppingToken))
                {
                    await EndExpiredAsync();
                    if (round % RoundsBetweenSamples == 0) await SendAsync(new TakeSample());
                }
                if (!await timer.WaitForNextTickAsync(stoppingToken)) return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Now, instead of at the next round.</summary>
    internal Task EndExpiredAsync()
    {
        var (now, settings) = (clock.GetUtcNow(), options.Value.Sessions);
        return SendAsync(new EndExpiredSessions(now - settings.Idle, now - settings.Absolute, now - (Pause * 4), now));
    }

    private async Task SendAsync<T>(ICommand<T> command)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ISender>().Send(command);
        }
        catch (Exception exception)
        {
            logger.NotDone(exception, typeof(T).Name);
        }
    }
}

internal static partial class HousekeepingLog
{
    [LoggerMessage(1020, LogLevel.Warning, "Housekeeping failed: {What}")]
    public static partial void NotDone(this ILogger logger, Exception exception, string what);
}
