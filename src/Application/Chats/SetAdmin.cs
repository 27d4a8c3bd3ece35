using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

/// <summary>Makes a member of my group its administrator, or takes it back.</summary>
public sealed record SetAdmin(ChatId ChatId, UserId UserId, bool IsAdmin) : ICommand<Result<Done>>;

public sealed class SetAdminHandler(IChatRepository chats, IActor actor) : ICommandHandler<SetAdmin, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(SetAdmin command, CancellationToken cancellationToken)
    {
        if (!(await chats.FindWithAsync(command.ChatId, actor.UserId, command.UserId, cancellationToken)).TryGet(out var found, out var error)) return error;
        return found.Chat.SetAdmin(found.Member, actor.UserId, command.IsAdmin).Error is { } refusal ? refusal : Done.Instance;
    }
}

/// <summary>Hands my group over to another member.</summary>
public sealed record HandOverChat(ChatId ChatId, UserId UserId) : ICommand<Result<Done>>;

public sealed class HandOverChatHandler(IChatRepository chats, IActor actor) : ICommandHandler<HandOverChat, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(HandOverChat command, CancellationToken cancellationToken)
    {
        if (!(await chats.FindWithAsync(command.ChatId, actor.UserId, command.UserId, cancellationToken)).TryGet(out var found, out var error)) return error;
        return found.Chat.HandOver(found.Member, actor.UserId).Error is { } refusal ? refusal : Done.Instance;
    }
}

internal static class FindingMembers
{
    /// <summary>A chat of the actor's, and another member of it.</summary>
    public static async ValueTask<Result<(Chat Chat, Member Member)>> FindWithAsync(this IChatRepository chats, ChatId id, UserId actor, UserId member, CancellationToken cancellationToken)
    {
        if (await chats.FindMemberAsync(id, actor, cancellationToken) is null) return ChatErrors.NotFound;
        if (await chats.FindAsync(id, cancellationToken) is not { } chat) return ChatErrors.NotFound;
        if (!chat.IsGroup) return ChatErrors.IsPrivate;
        return await chats.FindMemberAsync(id, member, cancellationToken) is { } found ? (chat, found) : ChatErrors.MemberNotFound;
    }
}
