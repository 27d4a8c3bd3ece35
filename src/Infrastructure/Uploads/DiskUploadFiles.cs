using Microsoft.Extensions.Options;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Uploads;

namespace RealTimeForum.Infrastructure.Uploads;

/// <summary>Images in <c>uploads</c> of the data folder, spread over folders by the end of their ids.</summary>
internal sealed class DiskUploadFiles(IOptions<ForumOptions> options) : IUploadFiles
{
    private const string Small = "-small";

    private string Root => Path.Combine(options.Value.DataDirectory, "uploads");

    public async Task WriteAsync(UploadId id, bool isSmall, byte[] content, CancellationToken cancellationToken)
    {
        var path = PathOf(id, isSmall);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = path + ".tmp";
        await using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 4_096, FileOptions.Asynchronous))
        {
            await file.WriteAsync(content, cancellationToken);
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path, overwrite: true);
    }

    public ValueTask<Stream?> OpenAsync(UploadId id, bool isSmall, CancellationToken cancellationToken)
    {
        try { return new(new FileStream(PathOf(id, isSmall), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan)); }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException) { return default; }
    }

    public Task DeleteAsync(UploadId id, CancellationToken cancellationToken)
    {
        foreach (var path in new[] { PathOf(id, isSmall: false), PathOf(id, isSmall: true) })
        {
            if (File.Exists(path)) File.Delete(path);
            if (File.Exists(path + ".tmp")) File.Delete(path + ".tmp");
        }
        return Task.CompletedTask;
    }

    public IAsyncEnumerable<UploadId> WrittenBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken) =>
        (Directory.Exists(Root)
            ? Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
                .Where(path => File.GetLastWriteTimeUtc(path) < time.UtcDateTime)
                .Select(path => Path.GetFileName(path)[..Math.Min(32, Path.GetFileName(path).Length)])
                .Where(name => Guid.TryParseExact(name, "N", out _))
                .Select(name => UploadId.From(Guid.ParseExact(name, "N"))).Distinct()
            : []).ToAsyncEnumerable();

    private string PathOf(UploadId id, bool isSmall)
    {
        var name = id.Value.ToString("N");
        return Path.Combine(Root, name[^2..], isSmall ? name + Small : name);
    }
}
