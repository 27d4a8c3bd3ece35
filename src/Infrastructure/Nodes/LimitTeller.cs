using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RealTimeForum.Application.Ports;
using RealTimeForum.Infrastructure.Identity;
using RealTimeForum.Infrastructure.Persistence.Postgres;
using RealTimeForum.Infrastructure.Realtime;

namespace RealTimeForum.Infrastructure.Nodes;

/// <summary>Tells the other nodes every two seconds who used much of their limits here, and whose password was guessed at: over Redis at once, from the database in any case.</summary>
internal sealed class LimitTeller(SharedLimits limits, Guesses guesses, NodeEvents nodes, PostgresDatabase database, ILogger<LimitTeller> logger) : BackgroundService
{
    private const int RoundsBetween = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        for (var round = 1; ; round++)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(stoppingToken)) return;
                limits.Replenish();
                if (round % RoundsBetween != 0) continue;
                List<LiveEvent> told = [];
                if (limits.TakeUsed() is { Count: > 0 } uses) told.Add(new LimitsUsed(limits.Node, uses));
                if (guesses.TakeUntold() is { Count: > 0 } counts) told.Add(new GuessesMade(guesses.Node, counts));
                if (told.Count > 0) await TellAsync(told, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (NpgsqlException away)
            {
                logger.NotTold(away.Message.ReplaceLineEndings(" "));
            }
        }
    }

    private async Task TellAsync(IReadOnlyList<LiveEvent> told, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        nodes.Committed(await NodeEvents.WriteAsync(connection, told, inForum: false, cancellationToken), told, inForum: false);
    }
}

internal static partial class LimitTellerLog
{
    [LoggerMessage(3305, LogLevel.Warning, "Other nodes could not be told who used their limits here: {Reason}")]
    public static partial void NotTold(this ILogger logger, string reason);
}
