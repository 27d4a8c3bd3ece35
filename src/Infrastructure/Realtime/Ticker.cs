using Mediator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RealTimeForum.Application.Clients;

namespace RealTimeForum.Infrastructure.Realtime;

/// <summary>Once a second: presence, heartbeats and gathered marks; once a minute: when sessions were last used.</summary>
internal sealed class Ticker(ConnectionManager connections, SessionDirectory sessions, IServiceScopeFactory scopes, ILogger<Ticker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            for (var second = 0; await timer.WaitForNextTickAsync(stoppingToken); second++) await TickAsync(second);
        }
        catch (OperationCanceledException)
        {
            await RecordUsesAsync();
        }
    }

    private async Task TickAsync(int second)
    {
        if (connections.Tick(second) is { Count: > 0 } gone) await RecordAsync(new RecordLastSeen(gone));
        if (second % 60 == 59) await RecordUsesAsync();
    }

    private async Task RecordUsesAsync()
    {
        if (sessions.TakeUsed() is { Count: > 0 } used) await RecordAsync(new RecordUses(used));
    }

    private async Task RecordAsync<T>(ICommand<T> command)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ISender>().Send(command);
        }
        catch (Exception exception)
        {
            logger.NotRecorded(exception);
        }
    }
}

internal static partial class TickerLog
{
    [LoggerMessage(1010, LogLevel.Warning, "Could not record when people were last seen")]
    public static partial void NotRecorded(this ILogger logger, Exception exception);
}
