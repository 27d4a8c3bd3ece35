using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>Whether the one who asks may be told live what happens to a topic: <c>posts</c>, or <c>post:</c> and an id.</summary>
/// <returns>The topic as events spell it; or <c>topic.not_found</c>, <c>post.not_found</c>.</returns>
public sealed record WatchTopic(string Topic) : IQuery<Result<string>>;

public sealed class WatchTopicHandler(IReadDb db, IActor actor) : IQueryHandler<WatchTopic, Result<string>>
{
    public async ValueTask<Result<string>> Handle(WatchTopic query, CancellationToken cancellationToken)
    {
        if (string.Equals(query.Topic, Topics.Posts, StringComparison.Ordinal)) return Topics.Posts;
        if (Topics.PostIn(query.Topic) is not { } id) return PostErrors.TopicNotFound;
        return await db.AnyAsync(db.Posts.VisibleTo(actor).WithId(id), cancellationToken) ? Topics.Of(id) : PostErrors.NotFound;
    }
}
