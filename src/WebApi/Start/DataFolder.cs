namespace RealTimeForum.WebApi.Start;

/// <summary>The folder that holds everything, held by one process: two writers on one SQLite file would not know of each other.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(FileStream held) => _lock = held;

    /// <exception cref="StartRefusedException">It can't be used, or another process uses it.</exception>
    public static DataFolder Take(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var held = new FileStream(Path.Combine(path, "forum.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new DataFolder(held);
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            throw new StartRefusedException($"Forum:DataDirectory: another process uses {path}. SQLite serves one process; stop the other one, or give this one a folder of its own.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"Forum:DataDirectory: cannot use {path}: {exception.Message}");
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>As Windows, Linux and macOS say it.</summary>
    private static bool IsHeld(IOException exception) => exception.HResult is unchecked((int)0x80070020) or 11 or 35;
}
