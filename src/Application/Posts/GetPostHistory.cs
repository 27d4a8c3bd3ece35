using FluentValidation;
using Mediator;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>What a post said before each edit, the latest first; for everyone who sees the post.</summary>
public sealed record GetPostHistory(PostId Id, int Limit, [Verbatim] string? Cursor) : IQuery<Result<Page<PostRevisionView>>>;

public sealed record PostRevisionView(int Version, string Title, string Content, string ContentHtml, DateTimeOffset WrittenAt, UserRef ReplacedBy, DateTimeOffset ReplacedAt);

public sealed class GetPostHistoryValidator : AbstractValidator<GetPostHistory>
{
    public GetPostHistoryValidator()
    {
        RuleFor(q => q.Limit).IsLimit();
        RuleFor(q => q.Cursor).IsCursor(NumberKey.Read);
    }
}

public sealed class GetPostHistoryHandler(IReadDb db, IActor actor) : IQueryHandler<GetPostHistory, Result<Page<PostRevisionView>>>
{
    public async ValueTask<Result<Page<PostRevisionView>>> Handle(GetPostHistory query, CancellationToken cancellationToken)
    {
        if (!await db.AnyAsync(db.Posts.ReadableBy(actor).WithId(query.Id), cancellationToken)) return PostErrors.NotFound;
        var before = NumberKey.In(query.Cursor, first: int.MaxValue);
        var page =
            from revision in db.PostRevisions
            where revision.PostId == query.Id && revision.Version < before
            join editor in db.Users on revision.ReplacedBy equals editor.Id
            orderby revision.Version descending
            select new { Revision = revision, editor.Id, editor.Nickname };
        return Page.Of(
            await db.ListAsync(page.Take(query.Limit + 1), cancellationToken), query.Limit,
            row => new PostRevisionView(
                row.Revision.Version, row.Revision.Title.Value, row.Revision.Content.Source, row.Revision.Content.Html, row.Revision.WrittenAt,
                new UserRef(row.Id.Value, row.Nickname.Value), row.Revision.ReplacedAt),
            row => new NumberKey(row.Revision.Version).ToString());
    }
}
