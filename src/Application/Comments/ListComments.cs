using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Comments;

/// <summary>A page of a post's comments, oldest first, replies among them.</summary>
public sealed record ListComments(PostId PostId, int Limit, [Verbatim] string? Cursor) : IQuery<Result<Page<CommentView>>>;

public sealed class ListCommentsValidator : AbstractValidator<ListComments>
{
    public ListCommentsValidator()
    {
        RuleFor(q => q.Limit).IsLimit();
        RuleFor(q => q.Cursor).IsCursor(NumberKey.Read);
    }
}

public sealed class ListCommentsHandler(IReadDb db, IActor actor) : IQueryHandler<ListComments, Result<Page<CommentView>>>
{
    public async ValueTask<Result<Page<CommentView>>> Handle(ListComments query, CancellationToken cancellationToken)
    {
        if (!await db.AnyAsync(db.Posts.VisibleTo(actor).WithId(query.PostId), cancellationToken)) return PostErrors.NotFound;
        var after = NumberKey.In(query.Cursor, first: 0);
        var page = db.Comments.Where(comment => comment.PostId == query.PostId && comment.Number > after).WithPlaceFor(actor)
            .OrderBy(comment => comment.Number).Take(query.Limit + 1);
        var lines = await db.ListAsync(db.Lines(page), cancellationToken);
        // The join keeps the page but promises no order.
        lines.Sort((one, other) => one.Number.CompareTo(other.Number));
        var mine = await db.MineOnAsync(actor, [.. lines.Select(line => line.Id)], cancellationToken);
        var shown = Page.Of(lines, query.Limit, line => line.Show(mine, actor), line => new NumberKey(line.Number).ToString());
        return shown with { Items = await db.WithImagesAsync(shown.Items, cancellationToken) };
    }
}
