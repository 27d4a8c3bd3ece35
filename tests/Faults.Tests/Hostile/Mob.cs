using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RealTimeForum.Faults.Tests.Fuzz;
using Socket = System.Net.Sockets.Socket;

namespace RealTimeForum.Faults.Tests.Hostile;

/// <summary>Many connections that begin something and go on a byte at a time.</summary>
internal sealed class Mob(IReadOnlyList<Socket> sockets) : IAsyncDisposable
{
    private const int AtOnce = 64;

    private readonly CancellationTokenSource _end = new();
    private Task _dripping = Task.CompletedTask;

    /// <summary>Those whom the forum has not sent away.</summary>
    public int Left => sockets.Count(socket => !IsEnded(socket));

    public static async Task<Mob> OpenAsync(Uri forum, int size, string begins) => new(await AllAsync(size, async _ =>
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, forum.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(begins.Replace("HOST", forum.Authority, StringComparison.Ordinal)));
        return socket;
    }));

    /// <summary>WebSockets on which a frame begins.</summary>
    public static async Task<Mob> OpenFramesAsync(Uri forum, int size, IReadOnlyList<string> tokens) => new(await AllAsync(size, async i =>
    {
        var socket = await WebSocketFrame.OpenAsync(forum, tokens[i % tokens.Count]);
        await socket.SendAsync(WebSocketFrame.Of(0x81, new byte[32 * 1024].AsSpan())[..200]);
        return socket;
    }));

    /// <summary>From now on each says one more byte every so often.</summary>
    public void Drip(TimeSpan every) => _dripping = Task.Run(async () =>
    {
        while (!_end.IsCancellationRequested)
        {
            foreach (var socket in sockets)
            {
                try { socket.Send("a"u8, SocketFlags.None, out _); }
                catch (Exception exception) when (exception is SocketException or ObjectDisposedException) { }
            }
            await Task.Delay(every, _end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    });

    /// <summary>How long it took until all were sent away.</summary>
    public async Task<TimeSpan> GoneAsync(TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        await Network.Waiting.UntilAsync(() => Left == 0, within, "the crowd is sent away");
        return clock.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _dripping;
        foreach (var socket in sockets) socket.Dispose();
        _end.Dispose();
    }

    private static async Task<Socket[]> AllAsync(int size, Func<int, Task<Socket>> open)
    {
        var opened = new Socket[size];
        await Parallel.ForAsync(0, size, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => opened[i] = await open(i));
        return opened;
    }

    /// <summary>What it still said is read first.</summary>
    private static bool IsEnded(Socket socket)
    {
        try
        {
            var buffer = new byte[4 * 1024];
            while (socket.Poll(0, SelectMode.SelectRead))
            {
                if (socket.Receive(buffer) == 0) return true;
            }
            return false;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }
}
