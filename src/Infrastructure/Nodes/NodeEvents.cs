using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using RealTimeForum.Application.Ports;
using RealTimeForum.Infrastructure.Administration;
using RealTimeForum.Infrastructure.Identity;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.Infrastructure.Persistence.Postgres;
using RealTimeForum.Infrastructure.Realtime;

namespace RealTimeForum.Infrastructure.Nodes;

/// <summary>
/// What commands on one node have to tell the sockets, and the memory, of all others. It is written in the command's own transaction, so that nothing
/// committed goes untold; Redis only brings it sooner. Each node reads what is new every so often, and at once where Redis missed something.
/// </summary>
internal sealed class NodeEvents(
    PostgresDatabase database, ReadPool pool, LiveOrder order, ConnectionManager connections, SettingsBoard settings, SharedLimits limits, Guesses guesses,
    Freshness freshness, ILeader leader, RedisLine redis, IOptions<ForumOptions> options, TimeProvider clock, ILogger<NodeEvents> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PauseBesideRedis = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(5);

    /// <summary>Who did not read for so long may have missed what is gone already.</summary>
    private static readonly TimeSpan LostAfter = TimeSpan.FromMinutes(4);

    /// <summary>What was handed on, by the row's id, with when.</summary>
    private readonly ConcurrentDictionary<long, long> _told = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private long _since;
    private long _readAt;

    /// <summary>Writes, in the command's transaction, what the others are told after its commit.</summary>
    /// <returns>Null when there is nothing to tell.</returns>
    public static async Task<long?> WriteAsync(NpgsqlConnection connection, IReadOnlyList<LiveEvent> events, bool inForum, CancellationToken cancellationToken)
    {
        if (events.Count == 0 && !inForum) return null;
        await using var insert = new NpgsqlCommand("INSERT INTO node_events(in_forum, events) VALUES ($1, $2) RETURNING id", connection)
        {
            Parameters = { new() { Value = inForum }, new() { Value = NodeJson.Write(events) } },
        };
        return (long)(await insert.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>A command of this node is on disk.</summary>
    public void Committed(long? id, IReadOnlyList<LiveEvent> events, bool inForum)
    {
        if (id is not { } row) return;
        HandOn(row, events, inForum);
        redis.Tell(row, inForum, events);
    }

    /// <summary>Something that another node committed, as Redis brought it.</summary>
    public void Received(NodeMessage message)
    {
        if (message.Id is { } row) HandOn(row, message.Events, message.InForum);
        else order.Accept(message.Events);
    }

    /// <summary>Something may be missing: it is read now.</summary>
    public void ReadNow()
    {
        try { _wake.Release(); }
        catch (SemaphoreFullException) { /* It is about to be read already. */ }
    }

    /// <summary>From here on everything is heard of: before the first connection.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Source.CreateCommand("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint");
        (_since, _readAt) = ((long)(await command.ExecuteScalarAsync(cancellationToken))!, clock.GetTimestamp());
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var tidiedAt = clock.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _wake.WaitAsync(options.Value.Redis.Length > 0 && redis.IsConnected ? PauseBesideRedis : Pause, stoppingToken);
                await ReadAsync(stoppingToken);
                if (clock.GetElapsedTime(tidiedAt) < Pause * 60) continue;
                tidiedAt = clock.GetTimestamp();
                await TidyAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.NotRead(exception.Message.ReplaceLineEndings(" "));
            }
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (Broken.HearsRedisOnly) return;
        var began = clock.GetTimestamp();
        // What was under way when the last look began may have been committed since: whatever is not older than that is looked at once more.
        await using var command = database.Source.CreateCommand("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint; SELECT id, in_forum, events FROM node_events WHERE tx >= @since ORDER BY id");
        command.Parameters.AddWithValue("since", _since);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        var since = rows.GetInt64(0);
        await rows.NextResultAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (!_told.ContainsKey(rows.GetInt64(0))) HandOn(rows.GetInt64(0), NodeJson.Read<IReadOnlyList<LiveEvent>>((byte[])rows[2]), rows.GetBoolean(1));
        }
        if (clock.GetElapsedTime(_readAt, began) > LostAfter)
        {
            logger.Lost();
            freshness.ForumChanged();
            await settings.LoadAsync(pool, cancellationToken);
            connections.BeginAnew();
        }
        (_since, _readAt) = (since, began);
    }

    private void HandOn(long row, IReadOnlyList<LiveEvent> events, bool inForum)
    {
        if (!_told.TryAdd(row, clock.GetTimestamp())) return;
        if (inForum) freshness.ForumChanged();
        foreach (var used in events.OfType<LimitsUsed>()) limits.UsedElsewhere(used);
        foreach (var made in events.OfType<GuessesMade>()) guesses.MadeElsewhere(made);
        order.Accept(events);
    }

    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        foreach (var (row, at) in _told)
        {
            if (clock.GetElapsedTime(at) > KeepFor) _told.TryRemove(row, out _);
        }
        if (!await leader.LeadsAsync(cancellationToken)) return;
        await using var command = database.Source.CreateCommand($"DELETE FROM node_events WHERE at < clock_timestamp() - interval '{KeepFor.TotalSeconds} seconds'");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }
}

internal static partial class NodesLog
{
    [LoggerMessage(3301, LogLevel.Warning, "What other nodes did could not be read: {Reason}")]
    public static partial void NotRead(this ILogger logger, string reason);

    [LoggerMessage(3302, LogLevel.Warning, "This node heard nothing of the others for too long: its clients connect anew")]
    public static partial void Lost(this ILogger logger);

    [LoggerMessage(3303, LogLevel.Warning, "Redis is away: other nodes hear of what happens here from the database ({Reason})")]
    public static partial void RedisAway(this ILogger logger, string reason);

    [LoggerMessage(3304, LogLevel.Information, "Redis is there")]
    public static partial void RedisThere(this ILogger logger);
}
