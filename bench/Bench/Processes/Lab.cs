using System.Globalization;
using System.Net;
using System.Text.Json;
using RealTimeForum.Bench.Load;

namespace RealTimeForum.Bench.Processes;

/// <summary>The servers that scenarios drive, the seeded folders they run on, and the chats that are made for them.</summary>
internal sealed class Lab(string data) : IDisposable
{
    private const int ProductPort = 5410;
    private const int SmallPort = 5411;
    private const int LimitPort = 5420;

    /// <summary>People that a group may begin with.</summary>
    private const int MostAtOnce = 500;

    private readonly Dictionary<string, ServerProcess> _limits = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Id, int Size), string> _rooms = [];
    private readonly Dictionary<int, IReadOnlyList<string>> _pairs = [];
    private ServerProcess? _product;
    private ServerProcess? _small;
    private string[]? _tokens;
    private string[]? _smallTokens;

    public string Data => data;

    public string App => Path.Combine(data, "app", "RealTimeForum.WebApi");

    /// <summary>The large forum's database, which the product is using.</summary>
    public string Database => Path.Combine(data, "run", "forum.db");

    public IReadOnlyList<string> Tokens => _tokens ??= File.ReadAllLines(Path.Combine(data, "large", "tokens.txt"));

    public IReadOnlyList<string> SmallTokens => _smallTokens ??= File.ReadAllLines(Path.Combine(data, "small", "tokens.txt"));

    public IReadOnlyList<string> TokensOf(ServerProcess product) => product == _small ? SmallTokens : Tokens;

    /// <summary>On 100 000 posts and 1 000 000 messages.</summary>
    public async Task<ServerProcess> ProductAsync() => _product ??= await StartAsync("large", "run", ProductPort);

    /// <summary>On 1 000 posts and 10 000 messages.</summary>
    public async Task<ServerProcess> SmallProductAsync() => _small ??= await StartAsync("small", "run-small", SmallPort);

    public void StopSmallProduct()
    {
        _small?.Dispose();
        _small = null;
    }

    public void StopProduct()
    {
        _product?.Dispose();
        _product = null;
        _rooms.Clear();
        _pairs.Clear();
    }

    /// <summary>A program of ours that does the least that must be done.</summary>
    public async Task<ServerProcess> LimitAsync(string kind, params string[] arguments)
    {
        if (_limits.TryGetValue(kind, out var running)) return running;
        var port = LimitPort + _limits.Count;
        var started = ServerProcess.Start(typeof(Lab).Assembly.Location, port, Path.Combine(data, $"limit-{kind}.log"), ["limit", kind, port.ToString(CultureInfo.InvariantCulture), .. arguments]);
        _limits.Add(kind, started);
        return await started.ReadyAsync();
    }

    public void StopLimits()
    {
        foreach (var limit in _limits.Values) limit.Dispose();
        _limits.Clear();
    }

    /// <summary>A fresh copy of a seeded folder.</summary>
    public string Copy(string seeded, string to)
    {
        var (source, target) = (Path.Combine(data, seeded), Path.Combine(data, to));
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(source, "forum.db*")) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        return target;
    }

    public ServerProcess Launch(string folder, int port) => ServerProcess.Start(
        App, port, Path.Combine(data, $"product-{port}.log"),
        "--urls", $"http://127.0.0.1:{port}", $"--Forum:DataDirectory={folder}", "--Forum:RateLimits:Enabled=false");

    /// <returns>The id of a group with the first so many users in it.</returns>
    public async Task<string> RoomAsync(ServerProcess product, int size)
    {
        if (_rooms.TryGetValue((product.Id, size), out var known)) return known;
        var ids = await UserIdsAsync(product, size);
        using var api = new Api(product.Address, TokensOf(product)[0]);
        var made = await api.PostAsync("/api/chats", new { name = $"Room of {size}", memberIds = ids.Skip(1).Take(MostAtOnce) });
        var room = made.GetProperty("id").GetString()!;
        await Task.WhenAll(ids.Skip(1 + MostAtOnce).Chunk(100).Select(async others =>
        {
            using var adding = new Api(product.Address, TokensOf(product)[0]);
            foreach (var other in others) await adding.PostAsync($"/api/chats/{room}/members/{other}", new { });
        }));
        return _rooms[(product.Id, size)] = room;
    }

    /// <returns>Chats between user 200 and 201, 202 and 203 and so on: these are in few others.</returns>
    public async Task<IReadOnlyList<string>> PairsAsync(ServerProcess product, int count)
    {
        if (_pairs.TryGetValue(product.Id, out var known) && known.Count >= count) return known;
        List<string> chats = [];
        var ids = await UserIdsAsync(product, PairUser(count, second: false));
        for (var pair = 0; pair < count; pair++)
        {
            using var api = new Api(product.Address, TokensOf(product)[PairUser(pair, second: false)]);
            chats.Add((await api.PostAsync("/api/chats", new { userId = ids[PairUser(pair, second: true)] })).GetProperty("id").GetString()!);
        }
        return _pairs[product.Id] = chats;
    }

    public static int PairUser(int pair, bool second) => 200 + (pair * 2) + (second ? 1 : 0);

    /// <returns>Ids of the newest posts.</returns>
    public async Task<IReadOnlyList<JsonElement>> PostsAsync(ServerProcess product, int count)
    {
        using var api = new Api(product.Address, TokensOf(product)[0]);
        return [.. (await api.GetAsync($"/api/posts?limit={count}")).GetProperty("items").EnumerateArray()];
    }

    public void Dispose()
    {
        StopSmallProduct();
        StopProduct();
        StopLimits();
    }

    /// <summary>Seeded ids are made in order; the profile tells them.</summary>
    private async Task<IReadOnlyList<string>> UserIdsAsync(ServerProcess product, int count)
    {
        List<string> ids = [];
        var tokens = TokensOf(product);
        foreach (var batch in Enumerable.Range(0, count).Chunk(32))
        {
            ids.AddRange(await Task.WhenAll(batch.Select(async user =>
            {
                using var api = new Api(product.Address, tokens[user]);
                return (await api.GetAsync("/api/me")).GetProperty("id").GetString()!;
            })));
        }
        return ids;
    }

    private async Task<ServerProcess> StartAsync(string seeded, string folder, int port) => await Launch(Copy(seeded, folder), port).ReadyAsync();
}
