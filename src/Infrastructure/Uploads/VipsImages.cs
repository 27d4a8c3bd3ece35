using System.Diagnostics;
using NetVips;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Uploads;

namespace RealTimeForum.Infrastructure.Uploads;

/// <summary>
/// libvips, with the loaders that its makers do not trust shut off. A file's first bytes say what it is; only then is it decoded, one fewer at
/// once than there are processors, and written anew, within a limit of pixels and time.
/// </summary>
internal sealed class VipsImages : IImages, IDisposable
{
    private const int FullSide = 2_560;
    private const int SmallSide = 640;
    private const int PlaceholderSide = 16;
    private const long MostPixels = 50_000_000;
    private const int MostFrames = 300;
    private const int MostWaiting = 32;

    private readonly SemaphoreSlim _atOnce = new(Math.Max(1, Environment.ProcessorCount - 1));
    private int _waiting;

    /// <summary>For one image, from its first byte to the last that is written.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    static VipsImages()
    {
        NetVips.NetVips.BlockUntrusted = true;
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
    }

    public async ValueTask<Result<ReadyImage>> ReadAsync(byte[] file, CancellationToken cancellationToken)
    {
        if (TypeOf(file) is not { } contentType) return UploadErrors.NotAnImage;
        try
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting) return CommonErrors.Busy;
            await _atOnce.WaitAsync(cancellationToken);
            try { return await Task.Run(() => Read(file, contentType), cancellationToken); }
            finally { _atOnce.Release(); }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose() => _atOnce.Dispose();

    /// <summary>By its first bytes, whatever it is called.</summary>
    private static string? TypeOf(ReadOnlySpan<byte> file) =>
        file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : file.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8) ? "image/gif"
        : file.Length > 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8) ? "image/webp"
        : null;

    private Result<ReadyImage> Read(byte[] file, string contentType)
    {
        var deadline = new Deadline(Patience);
        try
        {
            bool isMoving;
            using (var header = Image.NewFromBuffer(file, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error))
            {
                var frames = header.Contains("n-pages") ? (int)header.Get("n-pages") : 1;
                if (frames > MostFrames || (long)header.Width * header.Height * frames > MostPixels) return UploadErrors.TooManyPixels;
                isMoving = frames > 1 && contentType is "image/gif" or "image/webp";
            }

            using var full = Shrunk(file, FullSide, isMoving, deadline);
            using var small = Shrunk(file, SmallSide, isMoving: false, deadline);
            using var end = deadline.Of(full);
            using var dot = small.ThumbnailImage(PlaceholderSide, height: PlaceholderSide, size: Enums.Size.Down);
            return new ReadyImage(
                Written(full, contentType), small.WebpsaveBuffer(q: 78, keep: Enums.ForeignKeep.None), contentType, full.Width, full.PageHeight,
                $"data:image/webp;base64,{Convert.ToBase64String(dot.WebpsaveBuffer(q: 30, keep: Enums.ForeignKeep.None))}");
        }
        catch (VipsException)
        {
            return deadline.IsOver ? UploadErrors.TakesTooLong : UploadErrors.Broken;
        }
    }

    /// <summary>Upright and in sRGB, at most so large; decoded whole, so that it can be written more than once.</summary>
    private static Image Shrunk(byte[] file, int side, bool isMoving, Deadline deadline)
    {
        using var image = Image.ThumbnailBuffer(
            file, side, isMoving ? "n=-1" : "", height: side, size: Enums.Size.Down, outputProfile: "srgb", failOn: Enums.FailOn.Error);
        using var end = deadline.Of(image);
        return image.CopyMemory();
    }

    private static byte[] Written(Image image, string contentType) => contentType switch
    {
        "image/jpeg" => image.JpegsaveBuffer(q: 85, optimizeCoding: true, keep: Enums.ForeignKeep.None),
        "image/png" => image.PngsaveBuffer(compression: 6, keep: Enums.ForeignKeep.None),
        "image/gif" => image.GifsaveBuffer(keep: Enums.ForeignKeep.None),
        _ => image.WebpsaveBuffer(q: 84, keep: Enums.ForeignKeep.None),
    };

    private sealed class Deadline(TimeSpan patience)
    {
        private readonly long _began = Stopwatch.GetTimestamp();
        private volatile bool _isOver;

        public bool IsOver => _isOver;

        /// <summary>When it is over, whatever is being made of the image fails.</summary>
        public Timer Of(Image image)
        {
            var left = patience - Stopwatch.GetElapsedTime(_began);
            return new Timer(_ => End(image), null, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        private void End(Image image)
        {
            _isOver = true;
            try { image.SetKill(true); }
            catch (ObjectDisposedException) { /* It was ready in that very moment. */ }
        }
    }
}
