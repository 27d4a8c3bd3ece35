using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>Ends a group with everything in it.</summary>
public sealed record DeleteChat(ChatId Id) : ICommand<Result<Done>>;

public sealed class DeleteChatHandler(IChatRepository chats, IActor actor) : ICommandHandler<DeleteChat, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(DeleteChat command, CancellationToken cancellationToken)
    {
        if (await chats.FindMemberAsync(command.Id, actor.UserId, cancellationToken) is null) return ChatErrors.NotFound;
        if (await chats.FindAsync(command.Id, cancellationToken) is not { } chat) return ChatErrors.NotFound;
        if (chat.Close(actor.UserId, await chats.MemberIdsAsync(chat.Id, cancellationToken)).Error is { } error) return error;
        chats.Remove(chat);
        return Done.Instance;
    }
}
