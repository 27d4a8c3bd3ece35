using Mediator;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RealTimeForum.Application.Chats;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.Infrastructure.Realtime;

/// <summary>
/// Where several commands commit at once, here or on other nodes, their events arrive in any order. Of each chat with live members this remembers the
/// last number that was handed on: what comes early waits for what is missing, which is read from the log after a moment; what came already is dropped.
/// </summary>
internal sealed class LiveOrder(ConnectionManager connections, IServiceScopeFactory scopes, TimeProvider clock, ILogger<LiveOrder> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<ChatId, Place> _places = [];

    /// <summary>Somebody who connects has read this far by themselves, or will.</summary>
    public void Begin(ChatId chat, long lastSeq)
    {
        lock (_gate)
        {
            if (_places.TryGetValue(chat, out var place)) place.UsedAt = clock.GetTimestamp();
            else _places.Add(chat, new Place(lastSeq) { UsedAt = clock.GetTimestamp() });
        }
    }

    /// <summary>Takes what one command told; never waits.</summary>
    public void Accept(IReadOnlyList<LiveEvent> events)
    {
        lock (_gate)
        {
            foreach (var slice in SlicesOf(events)) Take(slice);
        }
    }

    /// <summary>The chats that have live members here, each with the last number that was handed on; of others nothing is remembered for long.</summary>
    public IReadOnlyList<(ChatId Chat, long LastSeq)> Live()
    {
        var live = connections.LiveChats.ToHashSet();
        lock (_gate)
        {
            foreach (var (chat, place) in _places)
            {
                if (live.Contains(chat)) place.UsedAt = clock.GetTimestamp();
                else if (clock.GetElapsedTime(place.UsedAt) > ForgetAfter) _places.Remove(chat);
            }
            return [.. live.Select(chat => (chat, _places.TryGetValue(chat, out var place) ? place.LastSeq : -1)).Where(chat => chat.Item2 >= 0)];
        }
    }

    /// <summary>The chat has come as far as this: what is missing is read from its log.</summary>
    public async Task CatchUpAsync(ChatId chat, long lastSeq)
    {
        long after;
        lock (_gate)
        {
            if (!_places.TryGetValue(chat, out var place) || place.LastSeq >= lastSeq) return;
            after = place.LastSeq;
        }
        IReadOnlyList<LiveEvent> missed = [];
        if (lastSeq - after <= GetEvents.MaxBehind)
        {
            await using var scope = scopes.CreateAsyncScope();
            missed = (await scope.ServiceProvider.GetRequiredService<ISender>().Send(new ReplayLog(chat, after, lastSeq + 1))).Value;
        }
        lock (_gate)
        {
            if (!_places.TryGetValue(chat, out var place)) return;
            foreach (var one in missed.OfType<ToChat>()) Take(new Slice(chat, one.Frame.Seq!.Value, one.Frame.Seq.Value, [one]));
            if (place.LastSeq >= lastSeq) return;
            // Too much for one by one: clients ask the log themselves.
            place.LastSeq = lastSeq;
            connections.Dispatch([new ToChat(chat, new Frame("resync", null, null, null))]);
            HandOnWaiting(place);
        }
    }

    /// <summary>The events of one command by chat: what belongs to none goes by itself.</summary>
    private static IEnumerable<Slice> SlicesOf(IReadOnlyList<LiveEvent> events)
    {
        foreach (var group in events.GroupBy(ChatOf))
        {
            var numbers = group.Select(SeqOf).OfType<long>().ToList();
            yield return new Slice(group.Key, numbers.Count > 0 ? numbers[0] : null, numbers.Count > 0 ? numbers[^1] : null, [.. group]);
        }
    }

    private static ChatId? ChatOf(LiveEvent happened) => happened switch
    {
        ToChat one => one.ChatId,
        ToUsers { Frame.ChatId: { } chat } => ChatId.From(chat),
        MarksChanged one => one.ChatId,
        Subscribed one => one.ChatId,
        Unsubscribed one => one.ChatId,
        RequestAccepted one => one.ChatId,
        _ => null,
    };

    private static long? SeqOf(LiveEvent happened) => happened is ToChat { Frame.Seq: { } seq } ? seq : null;

    private void Take(Slice slice)
    {
        if (slice.Chat is not { } chat)
        {
            connections.Dispatch(slice.Events);
            return;
        }
        if (!_places.TryGetValue(chat, out var place))
        {
            // Nobody here is in it, unless somebody comes with this.
            if (slice.Events.Any(happened => happened is Subscribed)) _places.Add(chat, place = new Place(slice.Last ?? 0) { UsedAt = clock.GetTimestamp() });
            connections.Dispatch(slice.Events);
            return;
        }
        if (slice.First is not { } first || first == place.LastSeq + 1) HandOn(place, slice);
        else if (first > place.LastSeq)
        {
            place.Waiting.TryAdd(first, slice);
            if (!place.IsMissed) _ = FillAsync(chat, place);
            place.IsMissed = true;
            return;
        }
        else if (slice.Last <= place.LastSeq) connections.Dispatch([.. slice.Events.Where(happened => SeqOf(happened) is null)]);
        else HandOn(place, slice with { Events = [.. slice.Events.Where(happened => SeqOf(happened) is not { } seq || seq > place.LastSeq)] });
        HandOnWaiting(place);
    }

    private void HandOn(Place place, Slice slice)
    {
        connections.Dispatch(slice.Events);
        if (slice.Last is { } last) place.LastSeq = last;
    }

    private void HandOnWaiting(Place place)
    {
        while (place.Waiting.Count > 0 && place.Waiting.GetKeyAtIndex(0) <= place.LastSeq + 1)
        {
            var slice = place.Waiting.GetValueAtIndex(0);
            place.Waiting.RemoveAt(0);
            HandOn(place, slice with { Events = [.. slice.Events.Where(happened => SeqOf(happened) is not { } seq || seq > place.LastSeq)], Last = Math.Max(slice.Last!.Value, place.LastSeq) });
        }
    }

    /// <summary>Gives what is missing a moment to arrive, then reads it.</summary>
    private async Task FillAsync(ChatId chat, Place place)
    {
        try
        {
            for (var isMissed = true; isMissed;)
            {
                await Task.Delay(Patience);
                long upTo;
                lock (_gate)
                {
                    if (place.Waiting.Count == 0)
                    {
                        place.IsMissed = false;
                        return;
                    }
                    upTo = place.Waiting.GetKeyAtIndex(0) - 1;
                }
                await CatchUpAsync(chat, upTo);
                lock (_gate) place.IsMissed = isMissed = place.Waiting.Count > 0;
            }
        }
        catch (Exception exception)
        {
            logger.NotRead(exception, chat.Value);
            // The next event of the chat tries again.
            lock (_gate) place.IsMissed = false;
        }
    }

    private sealed class Place(long lastSeq)
    {
        public long LastSeq { get; set; } = lastSeq;

        /// <summary>By their first number.</summary>
        public SortedList<long, Slice> Waiting { get; } = [];

        /// <summary>Whether somebody is about to read what is missing.</summary>
        public bool IsMissed { get; set; }

        public long UsedAt { get; set; }
    }

    /// <param name="First">The first number among the events; null when none has one.</param>
    private sealed record Slice(ChatId? Chat, long? First, long? Last, IReadOnlyList<LiveEvent> Events);
}

/// <summary>Notes how far each of somebody's chats has come when they connect: from there on its events are put in order.</summary>
internal sealed class OrderedClientLookup(ReadPool pool, Lazy<LiveOrder> order) : IClientLookup
{
    private readonly ClientLookup _clients = new(pool);

    public async Task<(ClientPrivacy Privacy, IReadOnlyList<LiveMembership> Chats, IReadOnlyList<UserId> Apart)> FindAsync(UserId user)
    {
        var found = await _clients.FindAsync(user);
        var ids = found.Chats.Select(membership => membership.ChatId).ToList();
        var db = pool.Rent();
        try
        {
            foreach (var chat in await db.Set<Chat>().Where(chat => ids.Contains(chat.Id)).Select(chat => new { chat.Id, chat.LastSeq }).ToListAsync()) order.Value.Begin(chat.Id, chat.LastSeq);
        }
        finally
        {
            pool.Return(db);
        }
        return found;
    }
}

internal static partial class LiveOrderLog
{
    [LoggerMessage(1030, LogLevel.Warning, "What is missing of chat {Chat} could not be read")]
    public static partial void NotRead(this ILogger logger, Exception exception, Guid chat);
}
