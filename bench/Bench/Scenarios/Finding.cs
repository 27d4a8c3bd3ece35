using System.Globalization;
using RealTimeForum.Bench.Load;
using RealTimeForum.Bench.Processes;
using RealTimeForum.Bench.Report;

namespace RealTimeForum.Bench.Scenarios;

/// <summary>What must not grow slow with what there is: search, and pages far down the feed.</summary>
internal static class Finding
{
    private const int Connections = 8;

    /// <summary>As many as there are processors on a small machine: what is measured is the search, not the queue before it.</summary>
    private const int Searching = 2;
    private const int PageSize = 20;
    private const int DeepPage = 1_000;

    /// <summary>Somebody in two private chats of a few messages, and in a third that is made here; none of the group.</summary>
    private const int InThreeChats = 5_000;
    private const int Third = 7_000;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    public static async Task<Result> SearchAsync(Lab lab)
    {
        var product = await lab.ProductAsync();
        var (few, many) = (lab.Tokens[InThreeChats], lab.Tokens[1]);
        await OpenThirdChatAsync(product, lab);
        (string Name, byte[] Request)[] mix =
        [
            ("messages: of 30 %, three small chats", Search("messages", "tomorrow", few)),
            ("messages: of 30 %, in the chat of 1 000 000", Search("messages", "tomorrow", many)),
            ("messages: two words, three small chats", Search("messages", "форум вечером", few)),
            ("messages: beginning", Search("messages", "surprisin*", many)),
            ("posts: Russian form", Search("posts", "субботу", few)),
            ("posts: English form", Search("posts", "running", few)),
            ("posts: phrase and minus", Search("posts", "\"small servers\" -music", few)),
            ("posts: a number in one title", Search("posts", "#54321", few)),
            ("posts: beginning, of one author", Search("posts", "foru", few, "&author=member00042")),
            ("comments: two words", Search("comments", "gardens weekend", few)),
            ("comments: beginning, of one category", Search("comments", "серв", few, "&category=general")),
        ];
        await WarmUp.RunAsync(time => HttpLoad.RunAsync(product.Address, Searching, time, (i, n) => mix[(i + n) % mix.Length].Request));
        var turns = await Turns.TakeAsync(null, () => Run.MeasureAsync(product, () => HttpLoad.RunAsync(product.Address, Searching, Time, (i, n) => mix[(i + n) % mix.Length].Request)));
        List<(string Name, double P95)> alone = [];
        foreach (var (name, request) in mix)
        {
            var run = await Run.MeasureAsync(product, () => HttpLoad.RunAsync(product.Address, 1, TimeSpan.FromSeconds(1), (_, _) => request));
            alone.Add((name, P95(run)));
        }
        return new Result("search", $"Search, first page, {mix.Length} questions in turns over {Searching} connections: 1 000 000 messages, 100 000 posts, 1 000 000 comments", "requests/s",
        [
            Check.AtMost("p95", "ms", 50, "20 ms", [.. turns.Product.Select(P95)]),
            Check.AtMost($"p95 alone, the slowest ({alone.MaxBy(one => one.P95).Name})", "ms", 50, "20 ms", [alone.Max(one => one.P95)]),
            Check.Is("all were answered", turns.Product.Sum(run => run.Errors) == 0, $"{turns.Product.Sum(run => run.Errors)} refused"),
        ], turns, $"p95 of each alone, in ms: {string.Join("; ", alone.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Name} {one.P95:0.0}")))}.");
    }

    /// <summary>Each request asks for other pages near the first or near the thousandth, so that none is kept ready.</summary>
    public static async Task<Result> DepthAsync(Lab lab)
    {
        var product = await lab.ProductAsync();
        using var api = new Api(product.Address, lab.Tokens[0]);
        var top = await CursorsAsync(api, null);
        var cursor = (string?)null;
        for (var left = ((DeepPage - 1) * PageSize) - (top.Count / 2); left > 0; left -= 100)
        {
            cursor = (await api.GetAsync(Page(cursor, Math.Min(left, 100)))).GetProperty("next").GetString();
        }
        var deep = await CursorsAsync(api, cursor);
        Func<int, int, ReadOnlyMemory<byte>> Requests(IReadOnlyList<string> cursors)
        {
            var requests = cursors.Select((after, i) => Api.Get(Page(after, PageSize), lab.Tokens[i % Reads.Connections])).ToList();
            return (i, n) => requests[((i * 61) + n) % requests.Count];
        }
        Func<Task<Run>> Of(IReadOnlyList<string> cursors) => () => Run.MeasureAsync(product, () => HttpLoad.RunAsync(product.Address, Connections, Time, Requests(cursors)));
        await WarmUp.RunAsync(time => HttpLoad.RunAsync(product.Address, Connections, time, Requests(top)));
        await WarmUp.RunAsync(time => HttpLoad.RunAsync(product.Address, Connections, time, Requests(deep)));
        var turns = await Turns.TakeAsync(Of(top), Of(deep));
        return new Result("feed-depth", "The feed's page 1 000 beside its page 1 (100 000 posts, 1 000 000 comments), signed in", "requests/s",
            [Check.AtMost("time of page 1 000 over page 1's, median", "×", 1.2, "", turns.Ratios(run => run.P50))], turns, "In place of a limit stand the pages about the first.");
    }

    /// <returns>The places after each of the next posts: pages that begin at them all overlap, and none is another's.</returns>
    private static async Task<IReadOnlyList<string>> CursorsAsync(Api api, string? from)
    {
        List<string> cursors = [];
        for (var next = from; cursors.Count < 256;)
        {
            next = (await api.GetAsync(Page(next, 1))).GetProperty("next").GetString()!;
            cursors.Add(next);
        }
        return cursors;
    }

    private static async Task OpenThirdChatAsync(ServerProcess product, Lab lab)
    {
        using var third = new Api(product.Address, lab.Tokens[Third]);
        using var me = new Api(product.Address, lab.Tokens[InThreeChats]);
        var chat = await me.PostAsync("/api/chats", new { userId = (await third.GetAsync("/api/me")).GetProperty("id").GetString() });
        await me.PostAsync($"/api/chats/{chat.GetProperty("id").GetString()}/messages", new { clientMessageId = Guid.NewGuid(), content = "Until tomorrow" });
    }

    private static string Page(string? cursor, int limit) => $"/api/posts?limit={limit}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}";

    private static byte[] Search(string kind, string words, string token, string filter = "") => Api.Get($"/api/search?in={kind}&q={Uri.EscapeDataString(words)}{filter}", token);

    private static double P95(Run run) => run.Curve[Run.Percentiles.ToList().IndexOf(95)];
}
