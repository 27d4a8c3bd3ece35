using Microsoft.EntityFrameworkCore;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Administration;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.Infrastructure.Realtime;

namespace RealTimeForum.Infrastructure.Administration;

internal sealed class Overview(ReadPool pool, IDatabaseProduct database, ConnectionManager connections, IPresence presence, TimeProvider clock) : IOverview
{
    public async Task<Sample> NowAsync(CancellationToken cancellationToken)
    {
        var db = pool.Rent();
        try
        {
            return new Sample(
                clock.GetUtcNow(),
                await db.Set<User>().CountAsync(user => user.ErasedAt == null, cancellationToken),
                presence.Online.Count,
                await db.Set<Post>().CountAsync(post => post.DeletedAt == null, cancellationToken),
                await db.Set<Comment>().CountAsync(comment => comment.DeletedAt == null, cancellationToken),
                await db.Set<Message>().CountAsync(cancellationToken),
                connections.Count,
                await database.BytesAsync(cancellationToken));
        }
        finally
        {
            pool.Return(db);
        }
    }
}

internal sealed class Samples(UnitOfWork work) : ISamples
{
    public async Task KeepAsync(Sample sample, DateTimeOffset forgetBefore, CancellationToken cancellationToken)
    {
        await work.Db.Set<Sample>().Where(old => old.At < forgetBefore || old.At == sample.At).ExecuteDeleteAsync(cancellationToken);
        work.Db.Add(sample);
    }
}
