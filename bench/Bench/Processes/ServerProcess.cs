using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RealTimeForum.Bench.Processes;

/// <summary>A server beside this process, and what the kernel says of it.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, IPEndPoint address) => (_process, Address) = (process, address);

    public IPEndPoint Address { get; }

    public int Id => _process.Id;

    /// <param name="program">What the system runs, or a library for <c>dotnet</c>.</param>
    public static ServerProcess Start(string program, int port, string log, params ReadOnlySpan<string> arguments)
    {
        var path = Path.GetFullPath(program);
        string[] command = path.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", path] : [path];
        // The shell leaves its place to the server and its output to a file: nothing here has to listen to it.
        var info = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >\"$BENCH_LOG\" 2>&1", "sh", .. command, .. arguments]) { WorkingDirectory = Path.GetDirectoryName(path) };
        info.Environment["BENCH_LOG"] = Path.GetFullPath(log);
        // These are for the load client's own sockets.
        info.Environment.Remove("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS");
        info.Environment.Remove("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT");
        var process = Process.Start(info)!;
        return new ServerProcess(process, new IPEndPoint(IPAddress.Loopback, port));
    }

    /// <summary>Waits until its port is open.</summary>
    public async Task<ServerProcess> ReadyAsync()
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(Address);
                return this;
            }
            catch (SocketException) when (!_process.HasExited && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60))
            {
                await Task.Delay(10);
            }
        }
    }

    /// <summary>Processor time since it began.</summary>
    public TimeSpan Processor() => ProcessorOf(Id);

    /// <summary>Anonymous resident memory in KiB: its own, without files mapped.</summary>
    public long RssAnon() => Status("RssAnon:");

    public long Rss() => Status("VmRSS:");

    public static TimeSpan ProcessorOf(int id)
    {
        // After the name in brackets: state is the 1st, utime and stime are the 12th and 13th, in hundredths of a second.
        var text = File.ReadAllText($"/proc/{id}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromMilliseconds(10 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)));
    }

    public void Stop()
    {
        if (_process.HasExited) return;
        using (var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)])) kill.WaitForExit();
        if (!_process.WaitForExit(20_000)) _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Stop();
        _process.Dispose();
    }

    private long Status(string name)
    {
        var line = File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }
}
