using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Comments;

/// <summary>A page of a post's comments, oldest first, replies among them.</summary>
/// <param name="Around">In the middle of the page; null begins with the oldest, or after the cursor.</param>
public sealed record ListComments(PostId PostId, int Limit, [Verbatim] string? Cursor, CommentId? Around = null) : IQuery<Result<Page<CommentView>>>;

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
        if (query is { Around: { } around, Cursor: null or "" })
        {
            if (await BeforeAsync(query, around, cancellationToken) is not { } before) return CommentErrors.NotFound;
            after = before;
        }
        var page = db.Comments.Where(comment => comment.PostId == query.PostId && comment.Number > after).WithPlaceFor(actor)
            .OrderBy(comment => comment.Number).Take(query.Limit + 1);
        var lines = await db.ListAsync(db.Lines(page), cancellationToken);
        // The join keeps the page but promises no order.
        lines.Sort((one, other) => one.Number.CompareTo(other.Number));
        var mine = await db.MineOnAsync(actor, [.. lines.Select(line => line.Id)], cancellationToken);
        var shown = Page.Of(lines, query.Limit, line => line.Show(mine, actor), line => new NumberKey(line.Number).ToString());
        return shown with { Items = await db.WithImagesAsync(shown.Items, cancellationToken) };
    }

    /// <summary>The number after which a page begins that has this comment in its middle; null where it has no place there.</summary>
    private async ValueTask<long?> BeforeAsync(ListComments query, CommentId around, CancellationToken cancellationToken)
    {
        var shown = db.Comments.Where(comment => comment.PostId == query.PostId).WithPlaceFor(actor);
        if (await db.ListAsync(shown.Where(comment => comment.Id == around).Select(comment => comment.Number), cancellationToken) is not [var number]) return null;
        var before = shown.Where(comment => comment.Number < number).OrderByDescending(comment => comment.Number).Select(comment => comment.Number).Take(query.Limit / 2);
        return await db.ListAsync(before, cancellationToken) is [.., var first] ? first - 1 : number - 1;
    }
}
