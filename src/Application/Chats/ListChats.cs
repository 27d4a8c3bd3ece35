using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>My chats, latest activity first.</summary>
public sealed record ListChats(string? Cursor, int Limit) : IQuery<Result<Page<ChatView>>>;

public sealed class ListChatsValidator : AbstractValidator<ListChats>
{
    public ListChatsValidator()
    {
        RuleFor(q => q.Cursor).IsCursor(ListChatsHandler.ReadCursor);
        RuleFor(q => q.Limit).IsLimit();
    }
}

public sealed class ListChatsHandler(IReadDb db, IActor actor) : IQueryHandler<ListChats, Result<Page<ChatView>>>
{
    public async ValueTask<Result<Page<ChatView>>> Handle(ListChats query, CancellationToken cancellationToken)
    {
        var mine = db.Mine(actor.UserId);
        if (!string.IsNullOrEmpty(query.Cursor) && ReadCursor(query.Cursor) is { } key)
            mine = mine.Where(row => row.Chat.LastActivityAt < key.At || (row.Chat.LastActivityAt == key.At && row.Chat.Id.CompareTo(key.Id) < 0));

        var rows = await db.ListAsync(mine.OrderByDescending(row => row.Chat.LastActivityAt).ThenByDescending(row => row.Chat.Id).Take(query.Limit + 1), cancellationToken);
        var views = await ChatViews.OfAsync(db, [.. rows.Take(query.Limit)], cancellationToken);
        return new Page<ChatView>(views, rows.Count > query.Limit ? CursorOf(rows[query.Limit - 1].Chat) : null);
    }

    internal static CursorKey? ReadCursor(string cursor) =>
        Cursor.Read(cursor, 2) is [var at, var id] && Cursor.Time(at) is { } time && Guid.TryParse(id, out var guid) ? new CursorKey(time, ChatId.From(guid)) : null;

    private static string CursorOf(Chat chat) => Cursor.Of(Cursor.Of(chat.LastActivityAt), chat.Id.Value.ToString());

    internal sealed record CursorKey(DateTimeOffset At, ChatId Id);
}
