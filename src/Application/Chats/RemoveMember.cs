using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

/// <summary>Leaves a group, or removes somebody from it. The last one out ends it.</summary>
/// <param name="UserId">Null is me.</param>
public sealed record RemoveMember(ChatId ChatId, UserId? UserId) : ICommand<Result<Done>>;

public sealed class RemoveMemberHandler(IChatRepository chats, IActor actor, TimeProvider clock) : ICommandHandler<RemoveMember, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(RemoveMember command, CancellationToken cancellationToken)
    {
        if (await chats.FindMemberAsync(command.ChatId, actor.UserId, cancellationToken) is not { } me) return ChatErrors.NotFound;
        if (await chats.FindAsync(command.ChatId, cancellationToken) is not { } chat) return ChatErrors.NotFound;
        if (!chat.IsGroup) return ChatErrors.IsPrivate;
        if (await chats.FindMemberAsync(chat.Id, command.UserId ?? actor.UserId, cancellationToken) is not { } leaver) return ChatErrors.MemberNotFound;

        var heir = await chats.FindLongestMemberAsync(chat.Id, leaver.UserId, cancellationToken);
        if (chat.Remove(leaver, me, heir).Error is { } error) return error;
        if (heir is null) chats.Remove(chat);
        else chats.Remove(leaver);
        if (leaver.UserId != me.UserId)
        {
            await RevokeInvitesAsync(chat, leaver.UserId, me, cancellationToken);
            if (await chats.FindRemovalAsync(chat.Id, leaver.UserId, cancellationToken) is { } earlier) earlier.Again(clock.GetUtcNow());
            else chats.Add(new Removal(chat.Id, leaver.UserId, clock.GetUtcNow()));
        }
        return Done.Instance;
    }

    /// <summary>Who was put out does not come back, or send others, by a code of their own.</summary>
    private async ValueTask RevokeInvitesAsync(Chat chat, UserId maker, Member remover, CancellationToken cancellationToken)
    {
        foreach (var invite in await chats.InvitesOfAsync(chat.Id, maker, cancellationToken)) invite.Revoke(chat, remover);
    }
}
