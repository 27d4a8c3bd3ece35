using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RealTimeForum.Integration.Tests.Running;

/// <summary>The built program as a process of its own, which can be killed and started again on the same folder and address.</summary>
public sealed class ForumProcess : Forum, IAsyncDisposable
{
    private readonly DataFolder _own = new();
    private readonly StringBuilder _output = new();
    private readonly Dictionary<string, string> _settings;
    private readonly string? _folder;
    private TestDatabase? _database;
    private Process? _process;

    public ForumProcess(params ReadOnlySpan<(string Name, string Value)> settings)
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        _settings = TestSettings.Common.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in settings) _settings[name] = value;
    }

    /// <summary>The clone that the tests were built in.</summary>
    internal static string Root => string.Join(Path.DirectorySeparatorChar, AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[..^5]);

    public override Uri Address { get; }

    /// <summary>A folder that goes with it, unless it was given another one.</summary>
    public string DataDirectory
    {
        get => _folder ?? _own.Path;
        init => _folder = value;
    }

    /// <summary>From the next start on.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>Such as a limit to live under: what a shell does before it becomes the program. From the next start on.</summary>
    public string? Before { get; set; }

    public int ProcessId => _process!.Id;

    /// <summary>What the program wrote, over all its lives.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>From the next start on.</summary>
    public void Use(TestDatabase database) => _database = database;

    /// <summary>Starts and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        _database ??= await TestDatabase.MakeAsync();
        foreach (var (name, value) in _database.Settings) _settings[name] = value;
        Begin();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var end = Stopwatch.GetTimestamp() + (long)(Limits.Start.TotalSeconds * Stopwatch.Frequency);
        while (true)
        {
            if (_process!.HasExited || Stopwatch.GetTimestamp() > end) throw new InvalidOperationException($"The program did not start:\n{Output}");
            try
            {
                if ((await http.GetAsync(new Uri(Address, "/health/ready"))).IsSuccessStatusCode) return;
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                // Not yet.
            }
            await Task.Delay(50);
        }
    }

    /// <summary>Starts and waits until it is ready, or has ended.</summary>
    /// <returns>The exit code of one that ended; null when it runs.</returns>
    public async Task<int?> TryStartAsync()
    {
        try
        {
            await StartAsync();
            return null;
        }
        catch (InvalidOperationException) when (_process is { HasExited: true })
        {
            // The rest of what it wrote.
            await _process.WaitForExitAsync();
            var code = _process.ExitCode;
            _process.Dispose();
            _process = null;
            return code;
        }
    }

    /// <summary>kill -9: no goodbye, no flush.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>SIGSTOP: from now on it does nothing, until it is killed.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>SIGTERM, as a service manager does it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        await _process!.WaitForExitAsync().WaitAsync(Limits.Answer);
        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await KillAsync();
        if (_database is not null) await _database.DisposeAsync();
        _own.Dispose();
    }

    /// <summary>Runs the program on this folder, with a command or without, until it ends by itself.</summary>
    public Task<(int ExitCode, string Output)> RunAsync(params string[] command) => RunToEndAsync(_settings, DataDirectory, command);

    /// <summary>Runs the program on a folder of its own until it ends by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(params (string Name, string Value)[] settings)
    {
        using var data = new DataFolder();
        var common = TestSettings.Common.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in settings) common[name] = value;
        return await RunToEndAsync(common, data.Path, []);
    }

    private static async Task<(int ExitCode, string Output)> RunToEndAsync(Dictionary<string, string> settings, string data, string[] command)
    {
        var output = new StringBuilder();
        using var process = Launch(Describe(settings, "http://127.0.0.1:0", data, command), line =>
        {
            lock (output) output.AppendLine(line);
        });
        try
        {
            await process.WaitForExitAsync().WaitAsync(Limits.Start);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
        lock (output) return (process.ExitCode, output.ToString());
    }

    private void Begin()
    {
        var start = Describe(_settings, Address.ToString(), DataDirectory, []);
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        if (Before is { } before)
        {
            string[] words = ["-c", $"{before}; exec \"$@\"", "sh", start.FileName, .. start.ArgumentList];
            start.FileName = "sh";
            start.ArgumentList.Clear();
            foreach (var word in words) start.ArgumentList.Add(word);
        }
        _process = Launch(start, Keep);
    }

    private static ProcessStartInfo Describe(Dictionary<string, string> settings, string urls, string data, string[] command)
    {
        // The same configuration (Debug or Release) as the tests themselves; started as dotnet run does it.
        var parts = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);
        var project = Path.Combine(Root, "src", "WebApi");
        var start = new ProcessStartInfo(System.Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            WorkingDirectory = project, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(project, "bin", parts[^2], parts[^1], "RealTimeForum.WebApi.dll"));
        foreach (var argument in command) start.ArgumentList.Add(argument);
        if (command.Length == 0) start.ArgumentList.Add($"--urls={urls}");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Testing";
        start.ArgumentList.Add($"--Forum:DataDirectory={data}");
        foreach (var (name, value) in settings.Where(setting => command.Length == 0 || setting.Key.StartsWith("Forum:", StringComparison.Ordinal))) start.ArgumentList.Add($"--{name}={value}");
        return start;
    }

    private static Process Launch(ProcessStartInfo start, Action<string> keep)
    {
        var process = Process.Start(start)!;
        DataReceivedEventHandler received = (_, line) =>
        {
            if (line.Data is not null) keep(line.Data);
        };
        process.OutputDataReceived += received;
        process.ErrorDataReceived += received;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Keep(string line)
    {
        lock (_output) _output.AppendLine(line);
    }

    private async Task SignalAsync(string signal)
    {
        using var shell = Process.Start("sh", ["-c", $"kill -{signal} {ProcessId}"]);
        await shell.WaitForExitAsync();
        shell.ExitCode.Should().Be(0);
    }
}
