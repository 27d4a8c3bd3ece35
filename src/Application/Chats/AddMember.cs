using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

/// <summary>Adds a person to a group; somebody who is in it already stays as they are.</summary>
public sealed record AddMember(ChatId ChatId, UserId UserId) : ICommand<Result<Done>>;

public sealed class AddMemberHandler(IChatRepository chats, ChatAdmission admission, IActor actor, TimeProvider clock) : ICommandHandler<AddMember, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(AddMember command, CancellationToken cancellationToken)
    {
        if (await chats.FindMemberAsync(command.ChatId, actor.UserId, cancellationToken) is not { } me) return ChatErrors.NotFound;
        if (await chats.FindAsync(command.ChatId, cancellationToken) is not { } chat) return ChatErrors.NotFound;
        if (chat.RefusalToInvite(me) is { } refusal) return refusal;
        if (await chats.FindMemberAsync(command.ChatId, command.UserId, cancellationToken) is not null) return Done.Instance;
        var removal = await chats.FindRemovalAsync(chat.Id, command.UserId, cancellationToken);
        if (removal is not null && !chat.IsManagedBy(me)) return ChatErrors.WasRemoved;
        if (!(await admission.AdmitToGroupAsync(actor.UserId, command.UserId, cancellationToken)).TryGet(out var client, out var error)) return error;
        if (!chat.Join(client, clock.GetUtcNow()).TryGet(out var member, out error)) return error;
        chats.Add(member);
        if (removal is not null) chats.Remove(removal);
        return Done.Instance;
    }
}
