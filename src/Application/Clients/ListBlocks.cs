using FluentValidation;
using Mediator;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Clients;

/// <summary>Whom I blocked, the latest first.</summary>
public sealed record ListBlocks(int Limit, [Verbatim] string? Cursor) : IQuery<Result<Page<BlockView>>>;

public sealed record BlockView(UserRef User, DateTimeOffset At);

public sealed class ListBlocksValidator : AbstractValidator<ListBlocks>
{
    public ListBlocksValidator()
    {
        RuleFor(q => q.Limit).IsLimit();
        RuleFor(q => q.Cursor).IsCursor(ListBlocksHandler.ReadCursor);
    }
}

public sealed class ListBlocksHandler(IReadDb db, IActor actor) : IQueryHandler<ListBlocks, Result<Page<BlockView>>>
{
    public async ValueTask<Result<Page<BlockView>>> Handle(ListBlocks query, CancellationToken cancellationToken)
    {
        var me = actor.UserId;
        var blocks = db.Blocks.Where(block => block.Blocker == me);
        if (query.Cursor is { Length: > 0 } cursor && ReadCursor(cursor) is { } key)
            blocks = blocks.Where(block => block.At < key.At || (block.At == key.At && block.Blocked.CompareTo(key.User) < 0));
        var page =
            from block in blocks
            join user in db.Users on block.Blocked equals user.Id
            orderby block.At descending, block.Blocked descending
            select new { user.Id, user.Nickname, block.At };
        return Page.Of(
            await db.ListAsync(page.Take(query.Limit + 1), cancellationToken), query.Limit,
            row => new BlockView(new UserRef(row.Id.Value, row.Nickname.Value), row.At),
            row => Cursor.Of(Cursor.Of(row.At), row.Id.Value.ToString()));
    }

    internal static CursorKey? ReadCursor(string cursor) =>
        Cursor.Read(cursor, parts: 2) is [var at, var id] && Cursor.Time(at) is { } time && Guid.TryParse(id, out var guid) ? new CursorKey(time, UserId.From(guid)) : null;

    internal sealed record CursorKey(DateTimeOffset At, UserId User);
}
