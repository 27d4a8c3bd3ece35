using System.Diagnostics;

namespace RealTimeForum.Integration.Tests.Running;

/// <summary>Storage that speaks S3, on loopback (tests/s3).</summary>
public sealed class Storage : IAsyncDisposable
{
    private readonly DataFolder _data = new();
    private readonly int _port = ForumProcess.FreePort();
    private Process? _process;

    public IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("Forum:S3:Address", $"http://127.0.0.1:{_port}"), new("Forum:S3:Bucket", "forum"), new("Forum:S3:AccessKey", "S3RVER"), new("Forum:S3:SecretKey", "S3RVER"),
    ];

    /// <summary>The names of what it keeps.</summary>
    public IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(Path.Combine(_data.Path, "forum"), "*._S3rver_object", SearchOption.AllDirectories).Select(file => Path.GetFileName(file).Split('.')[0])];

    public async Task StartAsync()
    {
        var folder = Path.Combine(ForumProcess.Root, "tests", "s3");
        Directory.Exists(Path.Combine(folder, "node_modules")).Should().BeTrue("npm ci was run in tests/s3");
        var start = new ProcessStartInfo("node", ["server.js", $"{_port}", _data.Path]) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false };
        _process = Process.Start(start)!;
        (await _process.StandardOutput.ReadLineAsync().WaitAsync(Limits.Start)).Should().Be("ready");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        _data.Dispose();
    }
}
