using System.Collections.Concurrent;
using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.WebApi.Http;

/// <summary>
/// What many read, kept as the bytes that are sent. The next commit that changes the forum makes them old; however many ask meanwhile, one makes them
/// anew. All get what a visitor gets, except those who reacted to something in it, whose own marks are kept for them, and staff, who see more.
/// </summary>
internal sealed class ReadyAnswers(Freshness freshness, IServiceScopeFactory scopes)
{
    private const int MostKept = 4_000;
    private const long MostBytes = 32L * 1024 * 1024;
    private const int MostReactors = 20_000;

    private readonly ConcurrentDictionary<Key, Entry> _kept = new();
    private long _bytes;

    /// <param name="address">Everything that the answer depends on besides the reader.</param>
    /// <param name="reactorsOf">Who reacted to something in the answer.</param>
    /// <param name="versionOf">For a tag that <c>If-Match</c> understands; null tags by the content alone.</param>
    public async ValueTask<IResult> AnswerAsync<T>(
        HttpContext http, string address, IQuery<Result<T>> query, Func<T, Task<IReadOnlySet<UserId>>> reactorsOf, Func<T, int>? versionOf = null)
    {
        var actor = http.RequestServices.GetRequiredService<IActor>();
        if (actor.IsStaff) return await AnswerAsync(http, query, versionOf);
        var shared = await GetAsync(new Key(address, null), async () =>
        {
            await using var scope = scopes.CreateAsyncScope();
            return await MakeAsync(scope.ServiceProvider.GetRequiredService<ISender>(), query, reactorsOf, versionOf);
        });
        // A refusal, or too much to remember: everybody asks for themselves.
        if (shared is null) return await AnswerAsync(http, query, versionOf);
        if (!actor.IsSignedIn || !shared.Reactors.Contains(actor.UserId)) return shared;
        var sender = http.RequestServices.GetRequiredService<ISender>();
        return await GetAsync(new Key(address, actor.UserId), () => MakeAsync(sender, query, reactorsOf: null, versionOf)) ?? await AnswerAsync(http, query, versionOf);
    }

    private static async ValueTask<IResult> AnswerAsync<T>(HttpContext http, IQuery<Result<T>> query, Func<T, int>? versionOf) =>
        (await http.RequestServices.GetRequiredService<ISender>().Send(query, http.RequestAborted)).Match<IResult>(
            value => Ready.Of(value, versionOf, new HashSet<UserId>()), error => Problems.From(error));

    private static async Task<Ready?> MakeAsync<T>(ISender sender, IQuery<Result<T>> query, Func<T, Task<IReadOnlySet<UserId>>>? reactorsOf, Func<T, int>? versionOf)
    {
        if (!(await sender.Send(query, CancellationToken.None)).TryGet(out var value, out _)) return null;
        var reactors = reactorsOf is null ? new HashSet<UserId>() : await reactorsOf(value);
        return reactors.Count > MostReactors ? null : Ready.Of(value, versionOf, reactors);
    }

    private ValueTask<Ready?> GetAsync(Key key, Func<Task<Ready?>> make)
    {
        var number = freshness.Forum;
        if (_kept.TryGetValue(key, out var entry) && entry.Number >= number) return new ValueTask<Ready?>(entry.Made);
        // Counted roughly: what was replaced counts on until everything is dropped.
        if (Interlocked.Read(ref _bytes) > MostBytes || _kept.Count >= MostKept)
        {
            Interlocked.Exchange(ref _bytes, 0);
            _kept.Clear();
        }
        var mine = new Entry(number);
        var current = _kept.AddOrUpdate(key, mine, (_, there) => there.Number >= number ? there : mine);
        return new ValueTask<Ready?>(current == mine ? MakeAsync(key, mine, make) : current.Made);
    }

    private async Task<Ready?> MakeAsync(Key key, Entry entry, Func<Task<Ready?>> make)
    {
        Ready? made = null;
        try
        {
            made = await make();
            if (made is not null) Interlocked.Add(ref _bytes, made.Bytes);
            return made;
        }
        finally
        {
            // Who waits asks for themselves where this one failed; nothing of it is kept.
            entry.Done(made);
            if (made is null) _kept.TryRemove(new KeyValuePair<Key, Entry>(key, entry));
        }
    }

    private sealed record Key(string Address, UserId? Reader);

    private sealed class Entry(long number)
    {
        private readonly TaskCompletionSource<Ready?> _made = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Number => number;

        public Task<Ready?> Made => _made.Task;

        public void Done(Ready? made) => _made.TrySetResult(made);
    }
}
