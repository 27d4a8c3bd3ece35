using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

/// <param name="IsStranger">They share no group.</param>
public sealed record Admission(Client Client, bool IsStranger);

/// <summary>Whether somebody may be written to first, or added to a group, by somebody else: everyone decides that for themselves.</summary>
public sealed class ChatAdmission(IClientRepository clients, IReadDb db)
{
    public async ValueTask<Client> SelfAsync(UserId actor, CancellationToken cancellationToken) =>
        await clients.FindAsync(actor, cancellationToken) ?? throw new InvalidOperationException("Everyone who signed up is a client.");

    public async ValueTask<Result<Admission>> AdmitAsync(UserId asker, UserId person, CancellationToken cancellationToken)
    {
        if (await clients.FindAsync(person, cancellationToken) is not { } client) return ChatErrors.PersonNotFound;
        if (await RefusalOfBlockAsync(asker, person, cancellationToken) is { } apart) return apart;
        var isStranger = client is { WhoMayWrite: Openness.Everyone, StrangersAsk: false } || !await ShareGroupAsync(asker, person, cancellationToken);
        return client.WhoMayWrite switch
        {
            Openness.Everyone => new Admission(client, isStranger),
            Openness.SharedGroups when !isStranger => new Admission(client, isStranger),
            _ => ChatErrors.NotAllowed,
        };
    }

    /// <summary>A group is nothing one can be asked about: somebody whom strangers must ask is added by people they know.</summary>
    public async ValueTask<Result<Client>> AdmitToGroupAsync(UserId asker, UserId person, CancellationToken cancellationToken)
    {
        if (!(await AdmitAsync(asker, person, cancellationToken)).TryGet(out var admitted, out var refusal)) return refusal;
        return admitted is { IsStranger: true, Client.StrangersAsk: true } && !await ShareChatAsync(asker, person, cancellationToken)
            ? ChatErrors.NotAllowed
            : admitted.Client;
    }

    /// <summary>Why nothing new may be said here; null where it may. Who was blocked is told no more than by somebody who takes no chats.</summary>
    public async ValueTask<Error?> RefusalToSpeakAsync(Chat chat, UserId speaker, CancellationToken cancellationToken) =>
        !chat.IsBlocked ? null
        : await db.AnyAsync(
            from theirs in db.MembersAndGone
            join user in db.Users on theirs.UserId equals user.Id
            where theirs.ChatId == chat.Id && user.ErasedAt != null
            select user.ErasedAt, cancellationToken) ? ChatErrors.PersonGone
        : await db.AnyAsync(
            from theirs in db.MembersAndGone
            join block in db.Blocks on theirs.UserId equals block.Blocked
            where theirs.ChatId == chat.Id && block.Blocker == speaker
            select block.At, cancellationToken) ? ChatErrors.Blocked : ChatErrors.NotAllowed;

    private async ValueTask<Error?> RefusalOfBlockAsync(UserId asker, UserId person, CancellationToken cancellationToken)
    {
        var between = db.Blocks.Where(block => (block.Blocker == asker && block.Blocked == person) || (block.Blocker == person && block.Blocked == asker));
        var blockers = await db.ListAsync(between.Select(block => block.Blocker), cancellationToken);
        return blockers.Count == 0 ? null : blockers.Contains(asker) ? ChatErrors.Blocked : ChatErrors.NotAllowed;
    }

    private Task<bool> ShareChatAsync(UserId one, UserId other, CancellationToken cancellationToken)
    {
        var pair = PairKey.Of(one, other);
        return db.AnyAsync(db.Chats.Where(chat => chat.Pair == pair && chat.RequestTo == null), cancellationToken);
    }

    private Task<bool> ShareGroupAsync(UserId asker, UserId person, CancellationToken cancellationToken) => db.AnyAsync(
        from mine in db.Members
        join theirs in db.Members on mine.ChatId equals theirs.ChatId
        join chat in db.Chats on mine.ChatId equals chat.Id
        where mine.UserId == asker && theirs.UserId == person && chat.IsGroup
        select mine.ChatId, cancellationToken);
}
