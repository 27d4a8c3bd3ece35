using System.Globalization;
using RealTimeForum.Bench.Load;
using RealTimeForum.Bench.Processes;
using RealTimeForum.Bench.Report;

namespace RealTimeForum.Bench.Scenarios;

/// <summary>What is read over HTTP, by 32 connections of 32 signed-in people.</summary>
internal static class Reads
{
    public const int Connections = 32;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    public static async Task<Result> FeedAsync(Lab lab)
    {
        var turns = await BesideConstantsAsync(lab, await FeedRequestsAsync(lab, await lab.ProductAsync()));
        return new Result("feed", "Feed page: 20 posts of 100 000, signed in", "requests/s",
        [
            Check.AtLeast("of a constant of the same size", 0.65, 0.8, turns.Ratios(run => run.Rate)),
            Check.AtMost("p99 over the constant's", "×", 3, "", turns.Ratios(run => run.P99)),
        ], turns);
    }

    public static async Task<Result> BusyFeedAsync(Lab lab)
    {
        var product = await lab.ProductAsync();
        var posts = (await lab.PostsAsync(product, 20)).Select(post => post.GetProperty("id").GetString()!).ToList();
        using var writers = new PostWriters(lab, product, posts);
        var turns = await BesideConstantsAsync(lab, await FeedRequestsAsync(lab, product), writers);
        return new Result("feed-busy", "The same while 50 comments/s and 50 reactions/s land on those posts", "requests/s",
        [
            Check.AtLeast("of a constant of the same size", 0.4, 0.6, turns.Ratios(run => run.Rate)),
            Check.Is("all comments and reactions were taken", writers.Errors == 0 && writers.Done > 0, $"{writers.Done} written, {writers.Errors} refused"),
        ], turns);
    }

    public static async Task<Result> PostAsync(Lab lab)
    {
        var turns = await BesideConstantsAsync(lab, await PostRequestsAsync(lab, await lab.ProductAsync()));
        return new Result("post", "A post, and its first 20 comments (two requests, each counted), signed in", "requests/s",
            [Check.AtLeast("of constants of the same two sizes", 0.5, 0.75, turns.Ratios(run => run.Rate))], turns);
    }

    public static async Task<Result> HistoryAsync(Lab lab)
    {
        var product = await lab.ProductAsync();
        var limit = await lab.LimitAsync("history", lab.Database);
        var (productRequests, limitRequests, same) = await HistoryRequestsAsync(lab, product, limit);
        await WarmUp.RunAsync(time => HttpLoad.RunAsync(limit.Address, Connections, time, limitRequests));
        await WarmUp.RunAsync(time => HttpLoad.RunAsync(product.Address, Connections, time, productRequests));
        var turns = await Turns.TakeAsync(
            () => Run.MeasureAsync(limit, () => HttpLoad.RunAsync(limit.Address, Connections, Time, limitRequests)),
            () => Run.MeasureAsync(product, () => HttpLoad.RunAsync(product.Address, Connections, Time, productRequests)));
        return new Result("history", "History page: 10 messages with reactions, senders and marks, anywhere in 1 000 000, signed in", "requests/s",
        [
            Check.AtLeast("of bare Kestrel over the same data", 0.5, 0.8, turns.Ratios(run => run.Rate)),
            Check.Is("both answer the same pages", same.IsSame, same.Text),
        ], turns);
    }

    public static async Task<Result> ChatsAsync(Lab lab)
    {
        var product = await lab.ProductAsync();
        // The first 32 people are in 100 chats and more.
        var chats = Enumerable.Range(0, Connections).Select(i => Api.Get("/api/chats?limit=100", lab.Tokens[i])).ToList();
        var roster = Enumerable.Range(0, Connections).Select(i => Api.Get("/api/roster", lab.Tokens[i])).ToList();
        await WarmUp.RunAsync(time => HttpLoad.RunAsync(product.Address, Connections, time, (i, n) => n % 2 == 0 ? chats[i] : roster[i]));
        var chatRuns = await Turns.TakeAsync(null, () => Run.MeasureAsync(product, () => HttpLoad.RunAsync(product.Address, Connections, Time, (i, _) => chats[i])));
        var rosterRuns = await Turns.TakeAsync(null, () => Run.MeasureAsync(product, () => HttpLoad.RunAsync(product.Address, Connections, Time, (i, _) => roster[i])));
        var rates = string.Create(CultureInfo.InvariantCulture, $"{rosterRuns.Product.Select(run => run.Rate).Median():N0}/s");
        return new Result("chats", "GET /api/chats with 100 chats; the roster's first page of 10 000 people; 32 connections each", "requests/s",
        [
            Check.AtMost("chats, p99", "ms", 20, "10 ms", [.. chatRuns.Product.Select(run => run.P99)]),
            Check.AtMost("roster, p99", "ms", 20, "10 ms", [.. rosterRuns.Product.Select(run => run.P99)]),
        ], chatRuns, $"The rates and the curve are of the chats; the roster made {rates}.");
    }

    public static async Task<Func<int, int, ReadOnlyMemory<byte>>> HistoryLoadAsync(Lab lab, ServerProcess product) => (await HistoryRequestsAsync(lab, product, null)).Product;

    public static async Task<(Func<int, int, ReadOnlyMemory<byte>> Product, Func<int, int, ReadOnlyMemory<byte>> Limit, (bool IsSame, string Text) Same)> HistoryRequestsAsync(
        Lab lab, ServerProcess product, ServerProcess? limit)
    {
        var tokens = lab.TokensOf(product);
        using var api = new Api(product.Address, tokens[0]);
        var me = (await api.GetAsync("/api/me")).GetProperty("id").GetString()!.Replace("-", "", StringComparison.Ordinal);
        var chats = await api.GetAsync("/api/chats?limit=100");
        var chat = chats.GetProperty("items").EnumerateArray().First(one => one.GetProperty("name").GetString() == "Everyone");
        var (id, lastSeq) = (chat.GetProperty("id").GetString()!, chat.GetProperty("lastSeq").GetInt64());
        var random = new Random(1);
        var places = Enumerable.Range(0, 2_048).Select(_ => random.NextInt64(20, lastSeq)).ToList();
        var productRequests = places.Select((place, i) => Api.Get($"/api/chats/{id}/messages?limit=10&before={place}", tokens[i % Connections])).ToList();
        var limitRequests = places.Select(place => Api.Get($"/?chat={id.Replace("-", "", StringComparison.Ordinal)}&user={me}&before={place}", tokens[0])).ToList();

        // The limit must not get away with saying less.
        var (ours, theirs) = (0L, 0L);
        if (limit is not null)
        {
            using var one = await HttpConnection.OpenAsync(product.Address);
            using var other = await HttpConnection.OpenAsync(limit.Address);
            for (var i = 0; i < 64; i++)
            {
                if (await one.SendAsync(productRequests[i]) != 200 || await other.SendAsync(limitRequests[i]) != 200) throw new InvalidOperationException("A page of history was refused.");
                (ours, theirs) = (ours + one.Body.Length, theirs + other.Body.Length);
            }
        }
        return ((i, n) => productRequests[((i * 61) + n) % productRequests.Count], (i, n) => limitRequests[((i * 61) + n) % limitRequests.Count],
            (theirs > ours * 0.85, string.Create(CultureInfo.InvariantCulture, $"{ours / 64} and {theirs / 64} bytes a page")));
    }

    public static async Task<Func<int, int, ReadOnlyMemory<byte>>> FeedRequestsAsync(Lab lab, ServerProcess product)
    {
        var requests = Enumerable.Range(0, Connections).Select(i => Api.Get("/api/posts", lab.TokensOf(product)[i])).ToList();
        using var connection = await HttpConnection.OpenAsync(product.Address);
        if (await connection.SendAsync(requests[0]) != 200) throw new InvalidOperationException("The feed was refused.");
        return (i, _) => requests[i];
    }

    /// <summary>The newest posts that have 20 comments and more; a post and its comments in turns.</summary>
    public static async Task<Func<int, int, ReadOnlyMemory<byte>>> PostRequestsAsync(Lab lab, ServerProcess product)
    {
        var posts = (await lab.PostsAsync(product, 100)).Where(post => post.GetProperty("commentCount").GetInt32() >= 20).Select(post => post.GetProperty("id").GetString()!).ToList();
        var requests = Enumerable.Range(0, Connections).Select(i => posts.SelectMany(id => new[] { Api.Get($"/api/posts/{id}", lab.TokensOf(product)[i]), Api.Get($"/api/posts/{id}/comments", lab.TokensOf(product)[i]) }).ToList()).ToList();
        return (i, n) => requests[i][(i + n) % requests[i].Count];
    }

    /// <summary>Every answer of the product is set against a constant of its size.</summary>
    private static async Task<Turns> BesideConstantsAsync(Lab lab, Func<int, int, ReadOnlyMemory<byte>> requests, PostWriters? writers = null)
    {
        var product = await lab.ProductAsync();
        var limit = await lab.LimitAsync("constant");
        List<byte[]> constants = [];
        using (var connection = await HttpConnection.OpenAsync(product.Address))
        {
            // Two in turns is the longest cycle there is.
            for (var n = 0; n < 2; n++)
            {
                if (await connection.SendAsync(requests(0, n)) != 200) throw new InvalidOperationException("The product refused what is to be measured.");
                constants.Add(Api.Get($"/{connection.Body.Length}", lab.Tokens[0]));
            }
        }
        await WarmUp.RunAsync(time => HttpLoad.RunAsync(limit.Address, Connections, time, (_, n) => constants[n % 2]));
        await WarmUp.RunAsync(time => HttpLoad.RunAsync(product.Address, Connections, time, requests));
        return await Turns.TakeAsync(
            () => Run.MeasureAsync(limit, () => HttpLoad.RunAsync(limit.Address, Connections, Time, (_, n) => constants[n % 2])),
            () => Run.MeasureAsync(product, async () =>
            {
                using var writing = writers?.Begin();
                return await HttpLoad.RunAsync(product.Address, Connections, Time, requests);
            }));
    }
}
