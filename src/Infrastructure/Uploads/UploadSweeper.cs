using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.Infrastructure.Uploads;

/// <summary>Removes images that nobody sees any more, those that found no place within a day, and files that belong to none.</summary>
internal sealed class UploadSweeper(IServiceScopeFactory scopes, ReadPool pool, ILeader leader, IUploadFiles files, TimeProvider clock, ILogger<UploadSweeper> logger) : BackgroundService
{
    private const int AtOnce = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TrySweepAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The rest goes after the next start.
        }
    }

    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        while (await RemoveSomeAsync(cancellationToken) is { Count: > 0 } removed)
        {
            foreach (var id in removed) await files.DeleteAsync(id, cancellationToken);
        }
        await foreach (var some in files.WrittenBeforeAsync(clock.GetUtcNow() - Upload.Patience - Pause, cancellationToken).Chunk(AtOnce).WithCancellation(cancellationToken))
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<IReadDb>();
            var known = await db.ListAsync(db.Uploads.Where(upload => some.Contains(upload.Id)).Select(upload => upload.Id), cancellationToken);
            foreach (var stray in some.Except(known)) await files.DeleteAsync(stray, cancellationToken);
        }
    }

    private async Task TrySweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await leader.LeadsAsync(cancellationToken)) await SweepAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.NotSwept(exception);
        }
    }

    private async Task<List<UploadId>> RemoveSomeAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IReadDb>();
        var since = clock.GetUtcNow() - Upload.Patience;
        var ids = await db.ListAsync(
            db.Uploads.Where(upload => upload.Use == UploadUse.Gone || (upload.Use == UploadUse.None && upload.CreatedAt < since)).Select(upload => upload.Id).Take(AtOnce), cancellationToken);
        // With its chat a message goes without a word.
        if (ids.Count == 0) ids = await LostAsync(cancellationToken);
        if (ids.Count == 0) return [];

        await using var turn = scopes.CreateAsyncScope();
        var work = turn.ServiceProvider.GetRequiredService<UnitOfWork>();
        var answer = await turn.ServiceProvider.GetRequiredService<ITransactions>().RunAsync<Result<List<UploadId>>>(
            async () =>
            {
                // It may have found its place meanwhile.
                var rows = await work.Db.Set<Upload>().Where(upload => ids.Contains(upload.Id) && (upload.Use != UploadUse.None || upload.CreatedAt < since)).ToListAsync(cancellationToken);
                work.Db.RemoveRange(rows);
                return rows.Select(upload => upload.Id).ToList();
            }, cancellationToken);
        return answer.Error is null ? answer.Value : [];
    }

    private async Task<List<UploadId>> LostAsync(CancellationToken cancellationToken)
    {
        var db = pool.Rent();
        try
        {
            return await db.Set<Upload>().FromSql(
                $"""
                SELECT * FROM uploads WHERE (use = {UploadUse.Message} AND NOT EXISTS (SELECT 1 FROM messages WHERE messages.id = uploads.place))
                OR (use = {UploadUse.ChatPicture} AND NOT EXISTS (SELECT 1 FROM chats WHERE chats.id = uploads.place))
                """).Select(upload => upload.Id).Take(AtOnce).ToListAsync(cancellationToken);
        }
        finally
        {
            pool.Return(db);
        }
    }
}

internal static partial class UploadSweeperLog
{
    [LoggerMessage(3010, LogLevel.Warning, "Could not remove images that are not used")]
    public static partial void NotSwept(this ILogger logger, Exception exception);
}
