using FluentValidation;
using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>Chooses which messages of a chat call me, on all my devices.</summary>
/// <param name="QuietUntil">Nothing calls until then; null is no pause.</param>
public sealed record SetNotifications(ChatId ChatId, NotificationLevel? Level, DateTimeOffset? QuietUntil) : ICommand<Result<NotificationsView>>;

public sealed class SetNotificationsValidator : AbstractValidator<SetNotifications>
{
    public SetNotificationsValidator() => RuleFor(c => c.Level).NotNull().WithMessage("Choose all, mentions or nothing.").IsInEnum();
}

public sealed class SetNotificationsHandler(IChatRepository chats, IActor actor, ILiveEvents live) : ICommandHandler<SetNotifications, Result<NotificationsView>>
{
    public async ValueTask<Result<NotificationsView>> Handle(SetNotifications command, CancellationToken cancellationToken)
    {
        if (await chats.FindMemberAsync(command.ChatId, actor.UserId, cancellationToken) is not { } me) return ChatErrors.NotFound;
        me.BeCalledFor(command.Level!.Value, command.QuietUntil);
        var view = new NotificationsView(me.Notifications, me.QuietUntil);
        live.Publish(new ToUsers([actor.UserId], new Frame("chat.notifications", command.ChatId.Value, null, view)));
        return view;
    }
}
