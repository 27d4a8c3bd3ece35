using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.Infrastructure.Realtime;
using StackExchange.Redis;

namespace RealTimeForum.Infrastructure.Nodes;

/// <summary>The quick way between nodes. Whatever gets lost on it comes from the database a moment later; nobody waits for it.</summary>
internal sealed class RedisLine(Database database, IServiceProvider services, IOptions<ForumOptions> options, ILogger<RedisLine> logger) : IHostedService, IAsyncDisposable
{
    private const int Channels = 16;

    private static readonly TimeSpan BeforeTryingAgain = TimeSpan.FromSeconds(1);

    private readonly long[] _numbers = new long[Channels];
    private readonly ConcurrentDictionary<(Guid Node, int Channel), long> _heard = new();
    private readonly CancellationTokenSource _stopping = new();
    private ConnectionMultiplexer? _redis;
    private Task _connecting = Task.CompletedTask;
    private int _isDisposed;

    /// <summary>Of this process.</summary>
    public Guid Node { get; } = Guid.NewGuid();

    public bool IsUsed => options.Value.Redis.Length > 0;

    public bool IsConnected => _redis is { IsConnected: true };

    /// <summary>Null while it is not there.</summary>
    public IDatabase? Store => IsConnected ? _redis!.GetDatabase() : null;

    /// <summary>Forums that share a server do not hear each other.</summary>
    public string Prefix => $"forum:{database.Epoch}:";

    /// <returns>What an operator has to mend in the settings.</returns>
    public static string? Wrong(ForumOptions options)
    {
        if (options.Redis.Length == 0) return null;
        if (options.Database is not DatabaseProduct.Postgres) return "Forum:Redis: it connects several processes, which SQLite does not serve; set Forum:Database=Postgres";
        try { return ConfigurationOptions.Parse(options.Redis).EndPoints.Count > 0 ? null : "Forum:Redis: say where it is, such as localhost:6379"; }
        catch (ArgumentException wrong) { return $"Forum:Redis: {wrong.Message.ReplaceLineEndings(" ")}"; }
    }

    /// <summary>Sends and forgets.</summary>
    public void Tell(long? id, bool inForum, IReadOnlyList<LiveEvent> events)
    {
        if (!IsConnected) return;
        var channel = ChannelOf(events);
        try
        {
            // Under a lock, so that what is numbered first also leaves first.
            lock (_numbers)
            {
                var message = NodeJson.Write(new NodeMessage(Node, ++_numbers[channel], id, inForum, events));
                _redis!.GetSubscriber().Publish(NameOf(channel), message, CommandFlags.FireAndForget);
            }
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            // The others read it from the database.
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (IsUsed) _connecting = Task.Run(ConnectAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // A host may be stopped once more after it was disposed of.
        if (_isDisposed == 0) await _stopping.CancelAsync();
        await _connecting.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        await _stopping.CancelAsync();
        if (_redis is not null) await _redis.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task ConnectAsync()
    {
        var settings = ConfigurationOptions.Parse(options.Value.Redis);
        (settings.AbortOnConnectFail, settings.BacklogPolicy, settings.ConnectTimeout, settings.AsyncTimeout, settings.KeepAlive, settings.HeartbeatInterval, settings.HeartbeatConsistencyChecks) =
            (true, BacklogPolicy.FailFast, 1_000, 1_000, 5, TimeSpan.FromSeconds(1), true);
        settings.ReconnectRetryPolicy = new LinearRetry(500);
        var isTold = false;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var redis = await ConnectionMultiplexer.ConnectAsync(settings);
                var events = services.GetRequiredService<NodeEvents>();
                redis.ConnectionFailed += (_, failed) => logger.RedisAway($"{failed.FailureType}");
                redis.ConnectionRestored += (_, _) =>
                {
                    logger.RedisThere();
                    events.ReadNow();
                };
                for (var channel = 0; channel < Channels; channel++)
                {
                    var number = channel;
                    (await redis.GetSubscriber().SubscribeAsync(NameOf(channel))).OnMessage(message => Take(number, message.Message, events));
                }
                _redis = redis;
                logger.RedisThere();
                events.ReadNow();
                return;
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                if (!isTold) logger.RedisAway(exception.Message.ReplaceLineEndings(" "));
                isTold = true;
            }
            try { await Task.Delay(BeforeTryingAgain, _stopping.Token); }
            catch (OperationCanceledException) { return; }
        }
    }

    private void Take(int channel, RedisValue bytes, NodeEvents events)
    {
        var message = NodeJson.Read<NodeMessage>(((ReadOnlyMemory<byte>)bytes).Span);
        if (message.Node == Node) return;
        var expected = _heard.TryGetValue((message.Node, channel), out var last) ? last + 1 : message.Number;
        _heard[(message.Node, channel)] = message.Number;
        if (message.Number != expected) events.ReadNow();
        var moved = message.Events.OfType<PresenceMoved>().ToList();
        if (moved.Count > 0) services.GetRequiredService<Neighbours>().Moved(message.Node, moved);
        else events.Received(message);
    }

    private RedisChannel NameOf(int channel) => RedisChannel.Literal($"{Prefix}events:{channel}");

    /// <summary>All of a chat goes over one channel.</summary>
    private static int ChannelOf(IReadOnlyList<LiveEvent> events) =>
        events.OfType<ToChat>().FirstOrDefault() is { } one ? (one.ChatId.Value.GetHashCode() & int.MaxValue) % Channels : 0;
}

/// <summary>Who else is connected elsewhere is not known: somebody may always be listening.</summary>
internal sealed class SharedAudience(ConnectionManager connections, RedisLine redis) : IAudience
{
    public void Tell(LiveEvent hint)
    {
        connections.Dispatch([hint]);
        redis.Tell(id: null, inForum: false, [hint]);
    }

    public bool IsHeard(UserId user) => true;

    public bool IsHeard(string topic) => true;
}
