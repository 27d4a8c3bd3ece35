namespace RealTimeForum.Integration.Tests.Running;

public static class TestSettings
{
    /// <summary>Asked to by FORUM_APPROVE, tests that compare with a committed file write it instead.</summary>
    public static bool Approves => Environment.GetEnvironmentVariable("FORUM_APPROVE") is { Length: > 0 };

    /// <summary>Hashing as weak as is allowed, no limits, and only what goes wrong on the console.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Common { get; } =
    [
        new("Forum:Passwords:Iterations", "1000"),
        new("Forum:Passwords:Waiting", "10000"),
        new("Forum:RateLimits:Enabled", "false"),
        new("Serilog:MinimumLevel:Default", "Error"),
        new("Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime", "Error"),
    ];
}

/// <summary>A folder that is gone afterwards.</summary>
public sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("forum-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
