using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Notifications;

namespace RealTimeForum.Application.Notifications;

/// <summary>A new notification goes to every device of the one it is for.</summary>
internal sealed class PublishNotification(IReadDb db, ILiveEvents live) : IReactTo<NotificationMade>
{
    public async ValueTask ReactAsync(NotificationMade happened, CancellationToken cancellationToken)
    {
        if (!live.IsHeard(happened.UserId))
        {
            live.Publish(new Unheard(happened.UserId, Topic: null));
            return;
        }
        var made = await db.ListAsync(db.Notifications.Where(row => row.Id == happened.NotificationId), cancellationToken);
        var view = (await NotificationViews.OfAsync(db, happened.UserId, made, cancellationToken))[0];
        live.Publish(new ToUsers([happened.UserId], new Frame("notification.created", null, null, view)));
    }
}
