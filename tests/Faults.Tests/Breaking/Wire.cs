using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace RealTimeForum.Faults.Tests.Breaking;

/// <summary>The way to a server, which can be cut without a word: what is sent meanwhile goes nowhere, and nobody is told.</summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _ends = [];
    private readonly IPEndPoint _server;
    private readonly Task _accepting;
    private volatile bool _isCut;

    public Wire(string server)
    {
        _server = IPEndPoint.Parse(server);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Cut() => _isCut = true;

    /// <summary>What was connected is gone; who comes now gets through.</summary>
    public void Mend()
    {
        _isCut = false;
        foreach (var end in _ends) end.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        foreach (var end in _ends) end.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync();
            _ends.Add(client);
            _ = JoinAsync(client);
        }
    }

    private async Task JoinAsync(TcpClient client)
    {
        try
        {
            while (_isCut) await Task.Delay(50);
            var server = new TcpClient();
            _ends.Add(server);
            await server.ConnectAsync(_server);
            await Task.WhenAny(PassAsync(client.GetStream(), server.GetStream()), PassAsync(server.GetStream(), client.GetStream()));
            server.Dispose();
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One of the ends is gone.
        }
        client.Dispose();
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer) is > 0 and var length)
        {
            if (_isCut) continue;
            await to.WriteAsync(buffer.AsMemory(0, length));
        }
    }
}
