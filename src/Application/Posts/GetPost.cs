using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Uploads;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Uploads;

namespace RealTimeForum.Application.Posts;

/// <summary>A post with its text, and which reactions are mine.</summary>
public sealed record GetPost(PostId Id) : IQuery<Result<PostView>>;

public sealed class GetPostHandler(IReadDb db, IActor actor) : IQueryHandler<GetPost, Result<PostView>>
{
    public async ValueTask<Result<PostView>> Handle(GetPost query, CancellationToken cancellationToken)
    {
        var post = db.Posts.ReadableBy(actor).WithId(query.Id);
        if (await db.FirstAsync(db.Lines(post), cancellationToken) is not { } line) return PostErrors.NotFound;
        if (await db.FirstAsync(post.Select(row => new { row.Content.Source, row.Content.Html, row.IsHeld }), cancellationToken) is not { } content) return PostErrors.NotFound;
        var interests = await db.InterestsOfAsync(actor, [query.Id], cancellationToken);
        var item = line.Show(await db.MineOnAsync(actor, [query.Id], cancellationToken), await db.TagsOfAsync([query.Id], cancellationToken), interests(query.Id));
        return new PostView(
            item.Id, item.Title, item.Excerpt, content.Source, content.Html, item.Author, item.Category, item.CreatedAt, item.EditedAt,
            item.LastActivityAt, item.CommentCount, item.Reactions, item.IsPinned, item.IsLocked, item.IsDeleted && !content.IsHeld, content.IsHeld, item.Version, item.Tags, item.Mine)
        {
            Attachments = [.. (await db.AttachmentsAsync(UploadUse.Post, [item.Id], cancellationToken))[item.Id]],
        };
    }
}
