using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>Takes away everything that says who somebody was; what they wrote stays.</summary>
public sealed class Erasure(
    IReadDb db, IChatRepository chats, IClientRepository clients, ISessionRepository sessions, ICredentials credentials, IPersonalData data, TimeProvider clock)
{
    public async ValueTask<Result<Done>> RunAsync(User user, CancellationToken cancellationToken)
    {
        if (user.Role is Role.Admin && !await db.AnyAsync(db.Users.Where(other => other.Role == Role.Admin && other.Id != user.Id), cancellationToken)) return UserErrors.LastAdmin;
        // First: it saves by itself, and what was removed before it would be forgotten before it could say what happened.
        await credentials.RemoveAsync(user.Id, cancellationToken);
        await LeaveChatsAsync(user.Id, cancellationToken);
        await sessions.EndAllAsync(user.Id, except: null, tokensToo: true, cancellationToken);
        if (await clients.FindAsync(user.Id, cancellationToken) is { } client) clients.Remove(client);
        await data.ForgetAsync(user.Id, cancellationToken);
        user.Erase(clock.GetUtcNow());
        return Done.Instance;
    }

    /// <summary>Groups go on without them; in a private chat nothing new is said.</summary>
    private async ValueTask LeaveChatsAsync(UserId user, CancellationToken cancellationToken)
    {
        foreach (var id in await db.ListAsync(db.MembersAndGone.Where(member => member.UserId == user).Select(member => member.ChatId), cancellationToken))
        {
            if (await chats.FindAsync(id, cancellationToken) is not { } chat) continue;
            if (!chat.IsGroup)
            {
                chat.Block(true);
                continue;
            }
            if (await chats.FindMemberAsync(id, user, cancellationToken) is not { } leaver) continue;
            var heir = await chats.FindLongestMemberAsync(id, user, cancellationToken);
            chat.Remove(leaver, leaver, heir);
            if (heir is null) chats.Remove(chat);
            else chats.Remove(leaver);
        }
    }
}
