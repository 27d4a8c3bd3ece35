using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Notifications;

namespace RealTimeForum.Application.Notifications;

/// <summary>What calls me, the latest first.</summary>
public sealed record ListNotifications(bool Unread, int Limit, [Verbatim] string? Cursor) : IQuery<Result<NotificationPage>>;

/// <param name="UnreadCount">Exact to 999; 1 000 means that or more.</param>
public sealed record NotificationPage(IReadOnlyList<NotificationView> Items, string? Next, int UnreadCount);

public sealed class ListNotificationsValidator : AbstractValidator<ListNotifications>
{
    public ListNotificationsValidator()
    {
        RuleFor(q => q.Limit).IsLimit();
        RuleFor(q => q.Cursor).IsCursor(ListNotificationsHandler.ReadCursor);
    }
}

public sealed class ListNotificationsHandler(IReadDb db, IActor actor) : IQueryHandler<ListNotifications, Result<NotificationPage>>
{
    public const int MaxUnread = 1_000;

    public async ValueTask<Result<NotificationPage>> Handle(ListNotifications query, CancellationToken cancellationToken)
    {
        var upTo = await db.ReadUpToAsync(actor.UserId, cancellationToken);
        var unread = db.UnreadBy(actor.UserId, upTo, actor.IsStaff);
        var rows = query.Unread ? unread : db.StandingFor(actor.UserId, actor.IsStaff);
        if (query.Cursor is { Length: > 0 } cursor && ReadCursor(cursor) is { } last) rows = rows.Where(notification => notification.Id < last.Id);
        var page = await db.ListAsync(rows.OrderByDescending(notification => notification.Id).Take(query.Limit + 1), cancellationToken);
        return new NotificationPage(
            await NotificationViews.OfAsync(db, actor.UserId, [.. page.Take(query.Limit)], cancellationToken),
            page.Count > query.Limit ? Cursor.Of(page[query.Limit - 1].Id.Value.ToString()) : null,
            await db.CountAsync(unread.Take(MaxUnread), cancellationToken));
    }

    internal static Key? ReadCursor(string cursor) => Cursor.Read(cursor, parts: 1) is [var id] && Guid.TryParse(id, out var guid) ? new Key(NotificationId.From(guid)) : null;

    internal sealed record Key(NotificationId Id);
}
