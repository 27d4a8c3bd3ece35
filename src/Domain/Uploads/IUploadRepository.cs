using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Uploads;

public interface IUploadRepository
{
    ValueTask<Upload?> FindAsync(UploadId id, CancellationToken cancellationToken);

    /// <summary>The images of one place, in their order.</summary>
    ValueTask<IReadOnlyList<Upload>> OfAsync(UploadUse use, Guid place, CancellationToken cancellationToken);

    void Add(Upload upload);

    void Remove(Upload upload);
}

public static class UploadPlaces
{
    /// <summary>Gives a place exactly these images, in this order; others that it had are forgotten.</summary>
    /// <param name="user">Whose images may be added.</param>
    public static async ValueTask<Result<IReadOnlyList<Upload>>> PutAsync(
        this IUploadRepository uploads, IReadOnlyList<UploadId> ids, UserId user, UploadUse use, Guid place, CancellationToken cancellationToken)
    {
        if (ids.Count > Upload.MostOfOne) return UploadErrors.TooMany;
        List<Upload> images = [];
        foreach (var id in ids.Distinct())
        {
            if (await uploads.FindAsync(id, cancellationToken) is not { } upload) return UploadErrors.Unknown;
            if (upload.PutInto(user, use, place, images.Count).Error is { } refusal) return refusal;
            images.Add(upload);
        }
        foreach (var before in await uploads.OfAsync(use, place, cancellationToken))
        {
            if (!images.Contains(before)) before.Forget();
        }
        return images;
    }

    public static async ValueTask ForgetAsync(this IUploadRepository uploads, UploadUse use, Guid place, CancellationToken cancellationToken)
    {
        foreach (var upload in await uploads.OfAsync(use, place, cancellationToken)) upload.Forget();
    }
}
