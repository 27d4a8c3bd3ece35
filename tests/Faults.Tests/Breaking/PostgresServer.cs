using System.Diagnostics;
using System.Globalization;

namespace RealTimeForum.Faults.Tests.Breaking;

/// <summary>A PostgreSQL of one test's own, as careful as it is in earnest, which can be killed, started again and frozen.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly DataFolder _place = new();
    private readonly int _port = ForumProcess.FreePort();
    private readonly string _programs;

    private PostgresServer(string programs) => _programs = programs;

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=forum;Database=postgres;Maximum Pool Size=30";

    public static async Task<PostgresServer> StartNewAsync()
    {
        var programs = Directory.Exists("/usr/lib/postgresql") ? Directory.EnumerateDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).LastOrDefault() : null;
        if (programs is null) throw new InvalidOperationException("This test needs PostgreSQL (Debian: postgresql); ./test.sh installs it.");
        var server = new PostgresServer(Path.Combine(programs, "bin"));
        // It refuses to run as root.
        if (Environment.IsPrivilegedProcess) await Shell.RunAsync("chown", "postgres", server._place.Path);
        await server.RunAsync("initdb", "-D", "data", "-U", "forum", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        await server.StartAsync();
        return server;
    }

    public Task StartAsync() => RunAsync("pg_ctl", "-D", "data", "-w", "-l", "server.log", "-o", $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_place.Path}", "start");

    /// <summary>As kill -9: it recovers when it starts.</summary>
    public Task KillAsync() => RunAsync("pg_ctl", "-D", "data", "-m", "immediate", "stop");

    public Task FreezeAsync() => Shell.SignalAsync("STOP", Processes());

    public Task ThawAsync() => Shell.SignalAsync("CONT", Processes());

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(_place.Path, "data", "postmaster.pid"))) await KillAsync();
        _place.Dispose();
    }

    /// <summary>The server and all that it began.</summary>
    private List<int> Processes()
    {
        var first = int.Parse(File.ReadLines(Path.Combine(_place.Path, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        List<int> all = [first];
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                try
                {
                    // pid (name) state parent …
                    var parent = File.ReadAllText($"/proc/{process.Id}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
                    if (parent == $"{first}") all.Add(process.Id);
                }
                catch (IOException)
                {
                    // It has ended.
                }
            }
        }
        return all;
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        string[] words = [Path.Combine(_programs, program), .. arguments];
        if (Environment.IsPrivilegedProcess) words = ["runuser", "-u", "postgres", "--", .. words];
        // Its children would hold on to a pipe.
        await Shell.RunAsync("sh", ["-c", "cd \"$0\" && \"$@\" >>run.log 2>&1", _place.Path, .. words]);
    }
}
