using FluentValidation;
using Mediator;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Comments;

/// <summary>What a comment said before each edit, the latest first; for everyone who sees its text.</summary>
public sealed record GetCommentHistory(CommentId Id, int Limit, [Verbatim] string? Cursor) : IQuery<Result<Page<CommentRevisionView>>>;

public sealed record CommentRevisionView(int Version, string Content, string ContentHtml, DateTimeOffset WrittenAt, UserRef ReplacedBy, DateTimeOffset ReplacedAt);

public sealed class GetCommentHistoryValidator : AbstractValidator<GetCommentHistory>
{
    public GetCommentHistoryValidator()
    {
        RuleFor(q => q.Limit).IsLimit();
        RuleFor(q => q.Cursor).IsCursor(NumberKey.Read);
    }
}

public sealed class GetCommentHistoryHandler(IReadDb db, IActor actor) : IQueryHandler<GetCommentHistory, Result<Page<CommentRevisionView>>>
{
    public async ValueTask<Result<Page<CommentRevisionView>>> Handle(GetCommentHistory query, CancellationToken cancellationToken)
    {
        var visible =
            from comment in db.Comments.ReadableBy(actor)
            where comment.Id == query.Id
            join post in db.Posts.VisibleTo(actor) on comment.PostId equals post.Id
            select comment.Id;
        if (!await db.AnyAsync(visible, cancellationToken)) return CommentErrors.NotFound;
        var before = NumberKey.In(query.Cursor, first: int.MaxValue);
        var page =
            from revision in db.CommentRevisions
            where revision.CommentId == query.Id && revision.Version < before
            join editor in db.Users on revision.ReplacedBy equals editor.Id
            orderby revision.Version descending
            select new { Revision = revision, editor.Id, editor.Nickname };
        return Page.Of(
            await db.ListAsync(page.Take(query.Limit + 1), cancellationToken), query.Limit,
            row => new CommentRevisionView(
                row.Revision.Version, row.Revision.Content.Source, row.Revision.Content.Html, row.Revision.WrittenAt,
                new UserRef(row.Id.Value, row.Nickname.Value), row.Revision.ReplacedAt),
            row => new NumberKey(row.Revision.Version).ToString());
    }
}
