namespace RealTimeForum.Faults.Tests.Breaking;

/// <summary>A file system of one test's own. Only root may mount one, and only Linux does it so.</summary>
public sealed class Disk : IAsyncDisposable
{
    private readonly DataFolder _place = new();
    private readonly string? _image;

    private Disk(string? image)
    {
        _image = image;
        Folder = Path.Combine(_place.Path, "disk");
        Directory.CreateDirectory(Folder);
    }

    public string Folder { get; }

    /// <summary>XFS over a file: its power can be cut, and what the file has is what a disk would have.</summary>
    public static async Task<Disk> OfXfsAsync()
    {
        var image = Path.Combine(Path.GetTempPath(), $"forum-disk-{Guid.NewGuid():N}.img");
        var disk = new Disk(image);
        await using (var file = File.Create(image)) file.SetLength(320L * 1024 * 1024);
        await Shell.RunAsync("mkfs.xfs", "-q", image);
        await disk.MountAsync();
        return disk;
    }

    /// <summary>A small one in memory, which is soon full.</summary>
    public static async Task<Disk> OfMemoryAsync(int megabytes)
    {
        var disk = new Disk(image: null);
        await Shell.RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Folder);
        return disk;
    }

    /// <summary>What is on its way to the disk gets there.</summary>
    public Task SettleAsync() => Shell.RunAsync("sync", "-f", Folder);

    /// <summary>From now on nothing reaches the disk, and what had not reached it is gone.</summary>
    public Task CutPowerAsync() => Shell.RunAsync("xfs_io", "-x", "-c", "shutdown", Folder);

    /// <summary>The power is back. Nobody may use the folder meanwhile.</summary>
    public async Task PowerOnAsync()
    {
        await Shell.RunAsync("umount", Folder);
        await MountAsync();
    }

    public Task MakeReadOnlyAsync() => Shell.RunAsync("mount", "-o", "remount,ro", Folder);

    public Task MakeWritableAsync() => Shell.RunAsync("mount", "-o", "remount,rw", Folder);

    public async ValueTask DisposeAsync()
    {
        await Shell.RunAsync("umount", "-l", Folder);
        if (_image is not null) File.Delete(_image);
        _place.Dispose();
    }

    private async Task MountAsync() => await Shell.RunAsync("mount", "-o", "loop", _image!, Folder);
}
