using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RealTimeForum.Infrastructure.Backups;

/// <summary>Writes a backup every so often, and takes the oldest away.</summary>
internal sealed class BackupTimer(BackupFile backups, IOptions<ForumOptions> options, TimeProvider clock, ILogger<BackupTimer> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Backup.Every is not { } pause) return;
        using var timer = new PeriodicTimer(pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await WriteAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The program stops; what was not finished is gone.
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value.Backup;
        var folder = Path.Combine(options.Value.DataDirectory, settings.Directory);
        try
        {
            Directory.CreateDirectory(folder);
            var report = await backups.WriteAsync(Path.Combine(folder, $"forum-{clock.GetUtcNow():yyyyMMdd-HHmmss}.tar"), cancellationToken);
            logger.BackedUp(report.File, report.Bytes);
            foreach (var old in Directory.GetFiles(folder, "forum-*.tar").OrderDescending(StringComparer.Ordinal).Skip(settings.Keep)) File.Delete(old);
        }
        catch (Exception exception) when (exception is BackupException or IOException or UnauthorizedAccessException)
        {
            logger.NotBackedUp(exception.Message);
        }
    }
}

internal static partial class BackupLog
{
    [LoggerMessage(3101, LogLevel.Information, "Backed up to {File}, {Bytes} bytes")]
    public static partial void BackedUp(this ILogger logger, string file, long bytes);

    [LoggerMessage(3102, LogLevel.Error, "No backup was made: {Reason}")]
    public static partial void NotBackedUp(this ILogger logger, string reason);
}
