using System.Diagnostics;
using System.Net.Sockets;

namespace RealTimeForum.Integration.Tests.Running;

/// <summary>A Redis of one test class, which can be killed and started again on the same port.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly DataFolder _data = new();
    private readonly int _port = ForumProcess.FreePort();
    private Process? _process;

    public string Address => $"127.0.0.1:{_port}";

    public async Task StartAsync()
    {
        string[] arguments = ["--port", $"{_port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _data.Path];
        _process = Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        await Limits.UntilAsync(AnswersAsync, "Redis");
    }

    public async Task KillAsync()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>It is there, and does not answer.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    public Task ThawAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _data.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var shell = Process.Start("kill", [$"-{signal}", $"{_process!.Id}"]);
        await shell.WaitForExitAsync();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
