using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

/// <summary>All members of one of my chats, by joining.</summary>
public sealed record ListMembers(ChatId ChatId, string? Cursor, int Limit) : IQuery<Result<Page<MemberView>>>;

public sealed class ListMembersValidator : AbstractValidator<ListMembers>
{
    public ListMembersValidator()
    {
        RuleFor(q => q.Cursor).IsCursor(ListMembersHandler.ReadCursor);
        RuleFor(q => q.Limit).IsLimit();
    }
}

public sealed class ListMembersHandler(IReadDb db, IActor actor) : IQueryHandler<ListMembers, Result<Page<MemberView>>>
{
    public async ValueTask<Result<Page<MemberView>>> Handle(ListMembers query, CancellationToken cancellationToken)
    {
        if (await db.FirstAsync(db.Mine(actor.UserId).Where(mine => mine.Chat.Id == query.ChatId), cancellationToken) is not { Chat: var chat }) return ChatErrors.NotFound;
        var members = db.Members.Where(member => member.ChatId == query.ChatId);
        if (!string.IsNullOrEmpty(query.Cursor) && ReadCursor(query.Cursor) is { } key)
            members = members.Where(member => member.JoinedAt > key.At || (member.JoinedAt == key.At && member.UserId.CompareTo(key.User) > 0));

        var page = members.OrderBy(member => member.JoinedAt).ThenBy(member => member.UserId).Take(query.Limit + 1);
        var rows = (await ChatViews.MembersAsync(db, page, cancellationToken)).OrderBy(row => row.Member.JoinedAt).ThenBy(row => row.Member.UserId).ToList();
        return Page.Of(rows, query.Limit, row => row.ToView(chat), row => Cursor.Of(Cursor.Of(row.Member.JoinedAt), row.Member.UserId.Value.ToString()));
    }

    internal static CursorKey? ReadCursor(string cursor) =>
        Cursor.Read(cursor, 2) is [var at, var id] && Cursor.Time(at) is { } time && Guid.TryParse(id, out var guid) ? new CursorKey(time, UserId.From(guid)) : null;

    internal sealed record CursorKey(DateTimeOffset At, UserId User);
}
