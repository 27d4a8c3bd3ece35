using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>Keeps a message in sight of everyone in its chat, or no longer.</summary>
public sealed record PinMessage(MessageId Id, bool IsPinned) : ICommand<Result<Done>>;

public sealed class PinMessageHandler(IChatRepository chats, ChatAdmission admission, IActor actor, TimeProvider clock) : ICommandHandler<PinMessage, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(PinMessage command, CancellationToken cancellationToken)
    {
        if (await chats.FindVisibleAsync(command.Id, actor.UserId, cancellationToken) is not { } found) return ChatErrors.MessageNotFound;
        if (await admission.RefusalToSpeakAsync(found.Chat, actor.UserId, cancellationToken) is { } apart) return apart;
        return found.Chat.Pin(found.Message, found.Member, command.IsPinned, clock.GetUtcNow()).Error is { } refusal ? refusal : Done.Instance;
    }
}

/// <summary>A chat's pinned messages, the newest pin first.</summary>
public sealed record ListPins(ChatId ChatId) : IQuery<Result<Page<MessageView>>>;

public sealed class ListPinsHandler(IReadDb db, IActor actor) : IQueryHandler<ListPins, Result<Page<MessageView>>>
{
    public async ValueTask<Result<Page<MessageView>>> Handle(ListPins query, CancellationToken cancellationToken)
    {
        if (await db.FirstAsync(db.Members.Membership(query.ChatId, actor.UserId), cancellationToken) is not { } me) return ChatErrors.NotFound;
        var pinned = await db.ListAsync(db.Messages.SeenBy(me).Where(message => message.PinnedAt != null).OrderByDescending(message => message.PinnedAt), cancellationToken);
        return Page.Whole<MessageView>(await MessageViews.OfAsync(db, query.ChatId, pinned, me, cancellationToken));
    }
}
