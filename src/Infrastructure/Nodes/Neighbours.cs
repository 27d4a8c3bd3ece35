using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Realtime;
using StackExchange.Redis;

namespace RealTimeForum.Infrastructure.Nodes;

/// <summary>
/// Who is here on other nodes. Each node tells at once what moves, and keeps a list of all its people in Redis for half a minute: a node that died is
/// missed by its list. While Redis is away, what was known last stays.
/// </summary>
internal sealed class Neighbours(RedisLine redis, PresenceBoard presence, ConnectionManager connections, ILogger<Neighbours> logger) : BackgroundService
{
    /// <summary>More at once are shown without telling each.</summary>
    private const int MostOneByOne = PresenceBoard.MaxFramesPerSecond;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LivesFor = TimeSpan.FromSeconds(30);

    private readonly Channel<(Guid Node, IReadOnlyList<PresenceMoved> Moved)> _moved = Channel.CreateBounded<(Guid, IReadOnlyList<PresenceMoved>)>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly Dictionary<Guid, People> _nodes = [];
    private long _moves;

    private string NodesKey => $"{redis.Prefix}nodes";

    /// <summary>Another node says so; never waits.</summary>
    public void Moved(Guid node, IReadOnlyList<PresenceMoved> moved) => _moved.Writer.TryWrite((node, moved));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!redis.IsUsed) return;
        presence.Moved = (user, isAway) => redis.Tell(id: null, inForum: false, [new PresenceMoved(user, isAway, Interlocked.Increment(ref _moves))]);
        var listsAt = Task.CompletedTask;
        var moved = _moved.Reader.WaitToReadAsync(stoppingToken).AsTask();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.WhenAny(listsAt, moved);
                if (moved.IsCompleted)
                {
                    while (_moved.Reader.TryRead(out var one)) await TakeAsync(one.Node, one.Moved);
                    moved = _moved.Reader.WaitToReadAsync(stoppingToken).AsTask();
                }
                if (!listsAt.IsCompleted) continue;
                listsAt = Task.Delay(Pause, stoppingToken);
                if (redis.Store is { } store) await CompareListsAsync(store);
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                // Redis comes back, or stays away: what is known stays.
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception exception)
            {
                logger.NotRead(exception.Message.ReplaceLineEndings(" "));
            }
        }
        presence.Moved = null;
        if (redis.Store is not { } there) return;
        there.KeyDelete(KeyOf(redis.Node), CommandFlags.FireAndForget);
        there.SetRemove(NodesKey, redis.Node.ToString(), CommandFlags.FireAndForget);
    }

    private async Task TakeAsync(Guid node, IReadOnlyList<PresenceMoved> moved)
    {
        if (!_nodes.TryGetValue(node, out var people)) _nodes.Add(node, people = new People());
        foreach (var one in moved)
        {
            people.Moves = one.Move;
            if (one.IsAway is { } isAway) people.Away[one.UserId] = isAway;
            else people.Away.Remove(one.UserId);
            await connections.ShowElsewhereAsync(one.UserId, Elsewhere(one.UserId));
        }
    }

    private async Task CompareListsAsync(IDatabase store)
    {
        var moves = Interlocked.Read(ref _moves);
        var mine = new PeopleHere(moves, [.. presence.Here.Select(here => new PersonHere(here.User, here.IsAway))]);
        await store.StringSetAsync(KeyOf(redis.Node), NodeJson.Write(mine), LivesFor);
        await store.SetAddAsync(NodesKey, redis.Node.ToString());

        var nodes = (await store.SetMembersAsync(NodesKey)).Select(node => Guid.Parse((string)node!)).Where(node => node != redis.Node).ToHashSet();
        HashSet<UserId> changed = [];
        foreach (var node in nodes.ToArray())
        {
            var list = await store.StringGetAsync(KeyOf(node));
            if (list.IsNull)
            {
                nodes.Remove(node);
                await store.SetRemoveAsync(NodesKey, node.ToString());
                continue;
            }
            var there = NodeJson.Read<PeopleHere>(((ReadOnlyMemory<byte>)list).Span);
            if (!_nodes.TryGetValue(node, out var people)) _nodes.Add(node, people = new People());
            // The list is older than what was heard since.
            if (there.Moves < people.Moves) continue;
            var now = there.People.ToDictionary(person => person.UserId, person => person.IsAway);
            changed.UnionWith(people.Away.Where(person => !now.TryGetValue(person.Key, out var isAway) || isAway != person.Value).Select(person => person.Key));
            changed.UnionWith(now.Keys.Where(user => !people.Away.ContainsKey(user)));
            people.Away = now;
        }
        foreach (var node in _nodes.Keys.Except(nodes).ToArray())
        {
            changed.UnionWith(_nodes[node].Away.Keys);
            _nodes.Remove(node);
        }
        if (changed.Count > MostOneByOne) connections.ShowElsewhere([.. changed.Select(user => (user, Elsewhere(user)))]);
        else
        {
            foreach (var user in changed) await connections.ShowElsewhereAsync(user, Elsewhere(user));
        }
    }

    /// <returns>Whether all their devices are without a hand on them; null when they have none there.</returns>
    private bool? Elsewhere(UserId user)
    {
        bool? all = null;
        foreach (var people in _nodes.Values)
        {
            if (people.Away.TryGetValue(user, out var isAway)) all = (all ?? true) && isAway;
        }
        return all;
    }

    private RedisKey KeyOf(Guid node) => $"{redis.Prefix}presence:{node}";

    private sealed class People
    {
        public Dictionary<UserId, bool> Away { get; set; } = [];

        /// <summary>The newest that was heard of.</summary>
        public long Moves { get; set; }
    }

    internal sealed record PeopleHere(long Moves, IReadOnlyList<PersonHere> People);

    internal sealed record PersonHere(UserId UserId, bool IsAway);
}
