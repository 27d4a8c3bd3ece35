namespace RealTimeForum.Faults.Tests.Breaking;

/// <summary>The clock on one program's wall, which jumps when told to; what measures spans of time goes on as always. Needs libfaketime.</summary>
public sealed class WallClock : IDisposable
{
    private readonly DataFolder _folder = new();

    public WallClock() => Jump("+0");

    private string Offset => Path.Combine(_folder.Path, "offset");

    /// <exception cref="InvalidOperationException">libfaketime is not there.</exception>
    public void Hang(ForumProcess forum)
    {
        var library = Directory.Exists("/usr/lib") ? Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }).FirstOrDefault() : null;
        if (library is null) throw new InvalidOperationException("This test needs libfaketime (Debian: libfaketime); ./test.sh installs it.");
        forum.Environment["LD_PRELOAD"] = library;
        forum.Environment["FAKETIME_TIMESTAMP_FILE"] = Offset;
        forum.Environment["FAKETIME_CACHE_DURATION"] = "1";
        forum.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = forum.Environment["DONT_FAKE_MONOTONIC"] = "1";
    }

    /// <param name="by">From the true time, such as <c>-2h</c> or <c>+3d</c>; takes a second to be seen.</param>
    public void Jump(string by)
    {
        // Nobody reads half of it.
        File.WriteAllText(Offset + ".new", by);
        File.Move(Offset + ".new", Offset, overwrite: true);
    }

    public void Dispose() => _folder.Dispose();
}
