using FluentValidation;
using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Notifications;

namespace RealTimeForum.Application.Notifications;

/// <summary>I have read up to this notification, on all my devices.</summary>
public sealed record ReadNotifications(NotificationId? UpTo) : ICommand<Result<Done>>;

public sealed class ReadNotificationsValidator : AbstractValidator<ReadNotifications>
{
    public ReadNotificationsValidator() => RuleFor(c => c.UpTo).NotNull().WithMessage("Say up to which notification.");
}

public sealed class ReadNotificationsHandler(INotificationRepository notifications, IReadDb db, IActor actor, ILiveEvents live) : ICommandHandler<ReadNotifications, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(ReadNotifications command, CancellationToken cancellationToken)
    {
        var upTo = command.UpTo!.Value;
        if (!await db.AnyAsync(db.Notifications.Where(row => row.Id == upTo && row.UserId == actor.UserId), cancellationToken)) return NotificationErrors.NotFound;
        if (await notifications.FindMarkAsync(actor.UserId, cancellationToken) is { } mark) mark.MoveTo(upTo);
        else notifications.Add(new NotificationMark(actor.UserId, upTo));
        live.Publish(new ToUsers([actor.UserId], new Frame("notifications.read", null, null, new ReadData(upTo.Value))));
        return Done.Instance;
    }

    private sealed record ReadData(Guid UpTo);
}
