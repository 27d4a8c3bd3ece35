using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Uploads;

namespace RealTimeForum.Application.Ports;

/// <summary>Reads what claims to be an image, and writes it anew: upright, in common colours, without anything that was hidden in it.</summary>
public interface IImages
{
    ValueTask<Result<ReadyImage>> ReadAsync(byte[] file, CancellationToken cancellationToken);
}

/// <param name="Small">For lists, as WebP; of several frames the first.</param>
/// <param name="Placeholder">A few pixels, as a <c>data:</c> address.</param>
public sealed record ReadyImage(byte[] Full, byte[] Small, string ContentType, int Width, int Height, string Placeholder);

/// <summary>Where images are kept.</summary>
public interface IUploadFiles
{
    /// <summary>Kept when it returns.</summary>
    Task WriteAsync(UploadId id, bool isSmall, byte[] content, CancellationToken cancellationToken);

    /// <returns>Null when it is not there.</returns>
    ValueTask<Stream?> OpenAsync(UploadId id, bool isSmall, CancellationToken cancellationToken);

    Task DeleteAsync(UploadId id, CancellationToken cancellationToken);

    /// <summary>What was written before that time, however it is used.</summary>
    IAsyncEnumerable<UploadId> WrittenBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken);
}
