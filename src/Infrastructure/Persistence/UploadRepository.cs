using Microsoft.EntityFrameworkCore;
using RealTimeForum.Domain.Uploads;

namespace RealTimeForum.Infrastructure.Persistence;

internal sealed class UploadRepository(ForumDb db) : IUploadRepository
{
    public ValueTask<Upload?> FindAsync(UploadId id, CancellationToken cancellationToken) => db.Set<Upload>().FindAsync([id], cancellationToken);

    public async ValueTask<IReadOnlyList<Upload>> OfAsync(UploadUse use, Guid place, CancellationToken cancellationToken) =>
        await db.Set<Upload>().Where(upload => upload.Use == use && upload.Place == place).OrderBy(upload => upload.Position).ToListAsync(cancellationToken);

    public void Add(Upload upload) => db.Add(upload);

    public void Remove(Upload upload) => db.Remove(upload);
}
