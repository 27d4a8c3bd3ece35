namespace RealTimeForum.Integration.Tests.Running;

/// <summary>The clone that the tests were built from: what they compare with lies there.</summary>
public static class Repository
{
    public static readonly string Root = FindRoot();

    /// <summary>With FORUM_APPROVE set, tests that compare with a committed file write it instead.</summary>
    public static bool Approves => Environment.GetEnvironmentVariable("FORUM_APPROVE") is { Length: > 0 };

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RealTimeForum.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Run the tests from a clone: RealTimeForum.sln is in no folder above them.");
    }
}
