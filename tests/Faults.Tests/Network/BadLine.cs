using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Socket = System.Net.Sockets.Socket;

namespace RealTimeForum.Faults.Tests.Network;

/// <summary>How long what is sent takes. A lost packet stops everything behind it until it is sent again: on a TCP line loss is a stall.</summary>
/// <param name="Delay">In the middle.</param>
/// <param name="Spread">More or less than that.</param>
/// <param name="Lost">The share of what is sent that stalls.</param>
/// <param name="Stall">How long, at the most.</param>
public sealed record Weather(TimeSpan Delay, TimeSpan Spread, double Lost, TimeSpan Stall)
{
    public static Weather Fine { get; } = new(TimeSpan.Zero, TimeSpan.Zero, 0, TimeSpan.Zero);
}

/// <summary>A line to a forum that can be slow, stand still, or be cut without either end being told. What passes keeps its order.</summary>
public sealed class BadLine : IAsyncDisposable
{
    private const int ChunkBytes = 16 * 1024;
    private const int ChunksUnderWay = 64;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Pair, byte> _open = [];
    private readonly IPEndPoint _to;
    private readonly Random _random;
    private readonly Task _accepting;
    private volatile Weather _weather = Weather.Fine;
    private volatile TaskCompletionSource? _held;

    public BadLine(Uri to, int seed = 1)
    {
        (_to, _random) = (new IPEndPoint(IPAddress.Loopback, to.Port), new Random(seed));
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public void Be(Weather weather) => _weather = weather;

    /// <summary>Nothing passes, nobody new gets through; nothing is lost either.</summary>
    public void Hold() => _held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Flow()
    {
        _held?.TrySetResult();
        _held = null;
    }

    /// <summary>What is open now carries nothing in these directions any more, for ever, and says so to nobody. Who comes anew gets through.</summary>
    public void Cut(bool up, bool down)
    {
        foreach (var pair in _open.Keys) pair.Cut(up, down);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Flow();
        await _accepting;
        foreach (var pair in _open.Keys) pair.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        client.NoDelay = true;
        var forum = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var pair = new Pair(client, forum);
        _open[pair] = 0;
        try
        {
            if (_held is { } held) await held.Task;
            await forum.ConnectAsync(_to);
            await Task.WhenAll(PassAsync(pair.Up), PassAsync(pair.Down));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The forum is not there, or the line is being taken away.
        }
        finally
        {
            _open.TryRemove(pair, out _);
        }
    }

    private async Task PassAsync(Direction direction)
    {
        var underWay = Channel.CreateBounded<(byte[] Bytes, DateTime Due)>(ChunksUnderWay);
        var sending = SendAsync(direction, underWay.Reader);
        try
        {
            var buffer = new byte[ChunkBytes];
            var due = DateTime.UtcNow;
            while (await direction.From.ReceiveAsync(buffer) is var length and > 0)
            {
                due = DateTime.UtcNow + Takes() is var arrives && arrives > due ? arrives : due;
                await underWay.Writer.WriteAsync((buffer[..length], due));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One end has gone.
        }
        underWay.Writer.Complete();
        await sending;
    }

    private async Task SendAsync(Direction direction, ChannelReader<(byte[] Bytes, DateTime Due)> underWay)
    {
        try
        {
            await foreach (var (bytes, due) in underWay.ReadAllAsync())
            {
                if (due - DateTime.UtcNow is var left && left > TimeSpan.Zero) await Task.Delay(left);
                if (_held is { } held) await held.Task;
                for (var sent = 0; sent < bytes.Length && !direction.IsCut;) sent += await direction.To.SendAsync(bytes.AsMemory(sent));
            }
            // An end that was cut off does not hear that the other one went.
            if (direction.IsCut) await direction.Dead;
            else direction.To.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            await foreach (var _ in underWay.ReadAllAsync())
            {
                // There is nobody to bring it to.
            }
        }
    }

    private TimeSpan Takes()
    {
        var weather = _weather;
        if (weather == Weather.Fine) return TimeSpan.Zero;
        lock (_random)
        {
            var stall = _random.NextDouble() < weather.Lost ? weather.Stall * _random.NextDouble() : TimeSpan.Zero;
            return weather.Delay + (weather.Spread * ((2 * _random.NextDouble()) - 1)) + stall;
        }
    }

    private sealed class Direction(Socket from, Socket to)
    {
        private readonly TaskCompletionSource _dead = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isCut;

        public Socket From => from;

        public Socket To => to;

        public bool IsCut => _isCut;

        public Task Dead => _dead.Task;

        public void Cut() => _isCut = true;

        public void End() => _dead.TrySetResult();
    }

    private sealed class Pair(Socket client, Socket forum) : IDisposable
    {
        public Direction Up { get; } = new(client, forum);

        public Direction Down { get; } = new(forum, client);

        public void Cut(bool up, bool down)
        {
            if (up) Up.Cut();
            if (down) Down.Cut();
        }

        public void Dispose()
        {
            Up.End();
            Down.End();
            client.Dispose();
            forum.Dispose();
        }
    }
}
