using RealTimeForum.Bench.Load;
using RealTimeForum.Bench.Processes;

namespace RealTimeForum.Bench.Scenarios;

/// <summary>While it runs, 50 comments and 50 reactions a second land on some posts, evenly in time whatever the answers take.</summary>
internal sealed class PostWriters(Lab lab, ServerProcess product, IReadOnlyList<string> posts) : IDisposable
{
    private const int EachPerSecond = 50;
    private const int FirstUser = 1_000;

    private readonly List<HttpConnection> _idle = [];
    private readonly Lock _gate = new();
    private int _number;
    private int _done;
    private int _errors;

    public int Done => _done;

    public int Errors => _errors;

    public IDisposable Begin() => new Timer(_ => Write(), null, 0, 1_000 / EachPerSecond);

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var connection in _idle) connection.Dispose();
            _idle.Clear();
        }
    }

    private void Write()
    {
        var number = Interlocked.Increment(ref _number);
        var (post, token) = (posts[number % posts.Count], lab.TokensOf(product)[FirstUser + (number % 5_000)]);
        _ = SendAsync(Api.Write("POST", $"/api/posts/{post}/comments", token, $$"""{"content":"Comment number {{number}}, with a *little* Markdown."}"""), 201);
        // Each person puts a thumb up once.
        _ = SendAsync(Api.Write("PUT", $"/api/posts/{post}/reactions/%F0%9F%91%8D", token, ""), 200);
    }

    private async Task SendAsync(byte[] request, int expected)
    {
        HttpConnection? connection = null;
        try
        {
            lock (_gate)
            {
                if (_idle.Count > 0)
                {
                    connection = _idle[^1];
                    _idle.RemoveAt(_idle.Count - 1);
                }
            }
            connection ??= await HttpConnection.OpenAsync(product.Address);
            if (await connection.SendAsync(request) == expected) Interlocked.Increment(ref _done);
            else Interlocked.Increment(ref _errors);
            lock (_gate) _idle.Add(connection);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            connection?.Dispose();
            Interlocked.Increment(ref _errors);
        }
    }
}
