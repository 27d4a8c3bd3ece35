using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Comments;

/// <summary>One comment, and which reactions are mine.</summary>
public sealed record GetComment(CommentId Id) : IQuery<Result<CommentView>>;

public sealed class GetCommentHandler(IReadDb db, IActor actor) : IQueryHandler<GetComment, Result<CommentView>>
{
    public async ValueTask<Result<CommentView>> Handle(GetComment query, CancellationToken cancellationToken)
    {
        var comment = db.Comments.Where(row => row.Id == query.Id).WithPlaceFor(actor);
        if (await db.FirstAsync(db.Lines(comment), cancellationToken) is not { } line) return CommentErrors.NotFound;
        if (!await db.AnyAsync(db.Posts.VisibleTo(actor).WithId(line.PostId), cancellationToken)) return CommentErrors.NotFound;
        var shown = line.Show(await db.MineOnAsync(actor, [line.Id], cancellationToken), actor);
        return (await db.WithImagesAsync([shown], cancellationToken))[0];
    }
}
