using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Uploads;

namespace RealTimeForum.Application.Uploads;

/// <summary>An image as part of what it belongs to.</summary>
/// <param name="SmallUrl">At most 640 pixels on its longer side, as WebP.</param>
/// <param name="Placeholder">A few pixels of it as a <c>data:</c> address, to be shown until it is there.</param>
/// <param name="Alt">What it shows, in words; empty where nobody said.</param>
public sealed record AttachmentView(Guid Id, string Url, string SmallUrl, string ContentType, int Width, int Height, string Placeholder, string Alt)
{
    public static AttachmentView Of(Upload upload) => new(
        upload.Id.Value, AttachmentViews.UrlOf(upload.Id.Value), AttachmentViews.SmallUrlOf(upload.Id.Value),
        upload.ContentType, upload.Width, upload.Height, upload.Placeholder, upload.Alt);
}

/// <param name="Size">Bytes, as it is kept.</param>
public sealed record UploadView(Guid Id, string Url, string SmallUrl, string ContentType, long Size, int Width, int Height, string Placeholder, string Alt);

public static class AttachmentViews
{
    public static string UrlOf(Guid upload) => $"/api/uploads/{upload:D}";

    public static string SmallUrlOf(Guid upload) => $"{UrlOf(upload)}?size=small";

    /// <summary>The images of several things of one kind, each in its order.</summary>
    public static async Task<ILookup<Guid, AttachmentView>> AttachmentsAsync(this IReadDb db, UploadUse use, IReadOnlyCollection<Guid> places, CancellationToken cancellationToken)
    {
        List<Guid?> wanted = [.. places.Select(place => (Guid?)place)];
        var rows = wanted.Count == 0 ? [] : await db.ListAsync(db.Uploads.Where(upload => upload.Use == use && wanted.Contains(upload.Place)), cancellationToken);
        return rows.OrderBy(upload => upload.Position).ToLookup(upload => upload.Place!.Value, AttachmentView.Of);
    }

    public static async Task<string?> PictureAsync(this IReadDb db, UploadUse use, Guid place, CancellationToken cancellationToken) =>
        (await db.PicturesAsync(use, [place], cancellationToken)).GetValueOrDefault(place);

    /// <summary>The address of the one picture that each of several chats or people has.</summary>
    public static async Task<Dictionary<Guid, string>> PicturesAsync(this IReadDb db, UploadUse use, IReadOnlyCollection<Guid> places, CancellationToken cancellationToken) =>
        (await db.AttachmentsAsync(use, places, cancellationToken)).ToDictionary(place => place.Key, place => place.First().SmallUrl);
}
