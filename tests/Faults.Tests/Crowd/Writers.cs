namespace RealTimeForum.Faults.Tests.Crowd;

/// <summary>People who write into one group without a rest, half of them over HTTP and half over WebSocket; those also listen.</summary>
public sealed class Writers : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly IReadOnlyList<Client> _clients;
    private readonly Door _reader;
    private Task _writing = Task.CompletedTask;
    private Task _listening = Task.CompletedTask;

    private Writers(IReadOnlyList<Forum> forums, IReadOnlyList<Person> people, IReadOnlyList<string> tokens, string chat)
    {
        (People, Tokens, Chat) = (people, tokens, chat);
        _clients = [.. tokens.Select((token, i) => new Client(forums, i, token, chat, Journal, writesOverSocket: i % 2 == 1))];
        _reader = new Door(forums[0], tokens[0]);
    }

    public Journal Journal { get; } = new();

    public IReadOnlyList<Person> People { get; }

    public IReadOnlyList<string> Tokens { get; }

    public string Chat { get; }

    public IReadOnlyList<Client> Listeners => [.. _clients.Where((_, i) => i % 2 == 1)];

    /// <param name="forums">The people sign up at the first.</param>
    public static async Task<Writers> GatherAsync(IReadOnlyList<Forum> forums, int size = 20)
    {
        var people = await forums[0].SignUpAsync(size);
        var chat = await people[0].GroupWithAsync(people[1..]);
        var tokens = new List<string>();
        foreach (var person in people) tokens.Add(await person.MakeTokenAsync());
        return new Writers(forums, people, tokens, chat);
    }

    /// <param name="pause">Of each, after a message was acknowledged.</param>
    public void Start(TimeSpan pause)
    {
        _listening = Task.WhenAll(Listeners.Select(client => Task.Run(() => client.ListenAsync(_end.Token))));
        _writing = Task.WhenAll(_clients.Select(client => Task.Run(() => client.WriteAsync(pause, _stop.Token, _abandon.Token))));
    }

    /// <summary>Waits for so many more acknowledgements.</summary>
    public async Task WriteAsync(int more)
    {
        var enough = Journal.Acknowledged + more;
        await Limits.UntilAsync(() => Task.FromResult(Journal.Acknowledged >= enough || _writing.IsFaulted || _listening.IsFaulted), $"{more} more acknowledged messages");
        if (_writing.IsFaulted) await _writing;
        if (_listening.IsFaulted) await _listening;
    }

    /// <summary>They finish what they have begun, listen to the end, and all is compared.</summary>
    public async Task<Verdict> JudgeAsync()
    {
        await _stop.CancelAsync();
        await _writing.WaitAsync(Limits.Answer * 2);
        try
        {
            await Limits.UntilAsync(
                async () =>
                {
                    var lastSeq = (await _reader.GetAsync($"/api/chats/{Chat}")).ShouldBe(200).Json.Number("lastSeq");
                    return Listeners.All(client => client.Seen.Count >= lastSeq);
                },
                "everybody to have heard everything");
        }
        catch (TimeoutException)
        {
            // The verdict says who did not.
        }
        await _end.CancelAsync();
        await _listening;
        return await CompareAsync(Listeners);
    }

    /// <summary>Only what was acknowledged beside the history, while they go on.</summary>
    public Task<Verdict> CompareAsync() => CompareAsync([]);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _abandon.CancelAsync();
        await _end.CancelAsync();
        await Task.WhenAll(_writing, _listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var client in _clients) client.Dispose();
        _reader.Dispose();
        _stop.Dispose();
        _end.Dispose();
        _abandon.Dispose();
    }

    private Task<Verdict> CompareAsync(IEnumerable<Client> clients) => History.JudgeAsync(_reader, Chat, Journal, clients);
}
