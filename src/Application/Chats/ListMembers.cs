using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

/// <summary>All members of one of my chats, by joining; with a part of a nickname, the first of those who have it, by name.</summary>
public sealed record ListMembers(ChatId ChatId, string? Filter, string? Cursor, int Limit) : IQuery<Result<Page<MemberView>>>;

public sealed class ListMembersValidator : AbstractValidator<ListMembers>
{
    public ListMembersValidator()
    {
        RuleFor(q => q.Filter).MaximumLength(Nickname.MaxLength).WithMessage($"At most {Nickname.MaxLength} characters.").OverridePropertyName("q");
        RuleFor(q => q.Cursor).IsCursor(ListMembersHandler.ReadCursor);
        RuleFor(q => q.Limit).IsLimit();
    }
}

public sealed class ListMembersHandler(IReadDb db, IActor actor) : IQueryHandler<ListMembers, Result<Page<MemberView>>>
{
    public async ValueTask<Result<Page<MemberView>>> Handle(ListMembers query, CancellationToken cancellationToken)
    {
        if (await db.FirstAsync(db.Mine(actor.UserId).Where(mine => mine.Chat.Id == query.ChatId), cancellationToken) is not { Chat: var chat, Me: var me }) return ChatErrors.NotFound;
        var blocks = await db.BlocksAsync(actor.UserId, cancellationToken);
        if (!string.IsNullOrEmpty(query.Filter)) return Page.Whole<MemberView>([.. (await NamedAsync(query, cancellationToken)).Select(row => row.ToView(chat, me, blocks))]);
        var members = db.Members.Where(member => member.ChatId == query.ChatId);
        if (!string.IsNullOrEmpty(query.Cursor) && ReadCursor(query.Cursor) is { } key)
            members = members.Where(member => member.JoinedAt > key.At || (member.JoinedAt == key.At && member.UserId.CompareTo(key.User) > 0));

        var page = members.OrderBy(member => member.JoinedAt).ThenBy(member => member.UserId).Take(query.Limit + 1);
        var rows = (await ChatViews.MembersAsync(db, page, cancellationToken)).OrderBy(row => row.Member.JoinedAt).ThenBy(row => row.Member.UserId).ToList();
        return Page.Of(rows, query.Limit, row => row.ToView(chat, me, blocks), row => Cursor.Of(Cursor.Of(row.Member.JoinedAt), row.Member.UserId.Value.ToString()));
    }

    private Task<List<MemberRow>> NamedAsync(ListMembers query, CancellationToken cancellationToken)
    {
        var key = Nickname.KeyOf(query.Filter!);
        var named =
            from member in db.Members
            where member.ChatId == query.ChatId
            join user in db.Users on member.UserId equals user.Id
            where user.NicknameKey.Contains(key)
            orderby user.NicknameOrder
            select new MemberRow(member, user.Nickname);
        return db.ListAsync(named.Take(query.Limit), cancellationToken);
    }

    internal static CursorKey? ReadCursor(string cursor) =>
        Cursor.Read(cursor, 2) is [var at, var id] && Cursor.Time(at) is { } time && Guid.TryParse(id, out var guid) ? new CursorKey(time, UserId.From(guid)) : null;

    internal sealed record CursorKey(DateTimeOffset At, UserId User);
}
