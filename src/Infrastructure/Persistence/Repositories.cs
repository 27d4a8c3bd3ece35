using Microsoft.EntityFrameworkCore;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Domain.Administration;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence.Mapping;

namespace RealTimeForum.Infrastructure.Persistence;

internal sealed class UserRepository(ForumDb db) : IUserRepository
{
    public async ValueTask<User?> FindAsync(UserId id, CancellationToken cancellationToken) =>
        await db.Set<User>().FindAsync([id], cancellationToken) is { ErasedAt: null } user ? user : null;

    public void Add(User user) => db.Add(user);
}

internal sealed class ClientRepository(ForumDb db) : IClientRepository
{
    public ValueTask<Client?> FindAsync(UserId id, CancellationToken cancellationToken) => db.Set<Client>().FindAsync([id], cancellationToken);

    public void Add(Client client) => db.Add(client);

    public void Remove(Client client) => db.Remove(client);
}

internal sealed class BlockRepository(ForumDb db) : IBlockRepository
{
    public ValueTask<Block?> FindAsync(UserId blocker, UserId blocked, CancellationToken cancellationToken) => db.Set<Block>().FindAsync([blocker, blocked], cancellationToken);

    public void Add(Block block) => db.Add(block);

    public void Remove(Block block) => db.Remove(block);
}

internal sealed class SessionRepository(ForumDb db) : ISessionRepository
{
    public ValueTask<Session?> FindAsync(SessionId id, CancellationToken cancellationToken) => db.Set<Session>().FindAsync([id], cancellationToken);

    public async ValueTask<IReadOnlyList<Session>> OfAsync(UserId user, CancellationToken cancellationToken) =>
        await db.Set<Session>().Where(session => session.UserId == user).ToListAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<Session>> ExpiredAsync(DateTimeOffset unusedSince, DateTimeOffset openedBefore, int most, CancellationToken cancellationToken) =>
        await db.Set<Session>().Where(session => session.LastUsedAt < unusedSince || session.CreatedAt < openedBefore).Take(most).ToListAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<ApiToken>> ExpiredTokensAsync(DateTimeOffset after, DateTimeOffset until, CancellationToken cancellationToken) =>
        await db.Set<ApiToken>().Where(token => token.ExpiresAt > after && token.ExpiresAt <= until).ToListAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<ApiToken>> TokensOfAsync(UserId user, CancellationToken cancellationToken) =>
        await db.Set<ApiToken>().Where(token => token.UserId == user).ToListAsync(cancellationToken);

    public ValueTask<ApiToken?> FindTokenAsync(SessionId id, CancellationToken cancellationToken) => db.Set<ApiToken>().FindAsync([id], cancellationToken);

    public void Add(Session session) => db.Add(session);

    public void Add(ApiToken token) => db.Add(token);

    public void Remove(Session session) => db.Remove(session);

    public void Remove(ApiToken token) => db.Remove(token);
}

internal sealed class MailedTokenRepository(ForumDb db) : IMailedTokenRepository
{
    public ValueTask<MailedToken?> FindAsync(byte[] hash, CancellationToken cancellationToken) => db.Set<MailedToken>().FindAsync([hash], cancellationToken);

    public async ValueTask<int> CountAsync(UserId user, MailedPurpose purpose, DateTimeOffset since, CancellationToken cancellationToken) =>
        await db.Set<MailedToken>().CountAsync(token => token.UserId == user && token.Purpose == purpose && token.MadeAt > since, cancellationToken);

    public void Add(MailedToken token) => db.Add(token);

    public async ValueTask RemoveAllAsync(UserId user, MailedPurpose purpose, CancellationToken cancellationToken) =>
        db.RemoveRange(await db.Set<MailedToken>().Where(token => token.UserId == user && token.Purpose == purpose).ToListAsync(cancellationToken));
}

internal sealed class SignUpInvitationRepository(ForumDb db) : ISignUpInvitationRepository
{
    public async ValueTask<SignUpInvitation?> FindAsync(byte[] codeHash, CancellationToken cancellationToken) =>
        await db.Set<SignUpInvitation>().FirstOrDefaultAsync(invitation => invitation.CodeHash == codeHash, cancellationToken);

    public ValueTask<SignUpInvitation?> FindAsync(SignUpInvitationId id, CancellationToken cancellationToken) => db.Set<SignUpInvitation>().FindAsync([id], cancellationToken);

    public void Add(SignUpInvitation invitation) => db.Add(invitation);

    public void Remove(SignUpInvitation invitation) => db.Remove(invitation);
}

internal sealed class ChatRepository(UnitOfWork work) : IChatRepository
{
    public async ValueTask<Chat?> FindAsync(ChatId id, CancellationToken cancellationToken) => work.RememberedChat(id) ?? await work.Db.FindToChangeAsync<Chat, ChatId>(id, cancellationToken);

    public async ValueTask<(Chat Chat, Member Member)?> FindPlaceAsync(ChatId id, UserId user, CancellationToken cancellationToken)
    {
        if (await work.RememberAsync(id, user, cancellationToken) is { } remembered) return remembered;
        return await FindAsync(id, cancellationToken) is { } chat && await FindMemberAsync(id, user, cancellationToken) is { } member ? (chat, member) : null;
    }

    public async ValueTask<Chat?> FindPrivateAsync(UserId one, UserId other, CancellationToken cancellationToken)
    {
        var pair = PairKey.Of(one, other);
        return await work.Db.Set<Chat>().FirstOrDefaultAsync(chat => chat.Pair == pair, cancellationToken);
    }

    public async ValueTask<Member?> FindMemberAsync(ChatId chat, UserId user, CancellationToken cancellationToken) =>
        await FindGoneAsync(chat, user, cancellationToken) is { IsGone: false } member ? member : null;

    public ValueTask<Member?> FindGoneAsync(ChatId chat, UserId user, CancellationToken cancellationToken) => work.Db.Set<Member>().FindAsync([chat, user], cancellationToken);

    public async ValueTask<IReadOnlyList<Member>> MembershipsAsync(UserId user, CancellationToken cancellationToken) =>
        await work.Db.Set<Member>().Where(member => member.UserId == user).ToListAsync(cancellationToken);

    public async ValueTask<Member?> FindLongestMemberAsync(ChatId chat, UserId except, CancellationToken cancellationToken) =>
        await work.Db.Set<Member>().Where(member => member.ChatId == chat && member.UserId != except)
            .OrderBy(member => member.JoinedAt).ThenBy(member => member.UserId).FirstOrDefaultAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<UserId>> MemberIdsAsync(ChatId chat, CancellationToken cancellationToken) =>
        await work.Db.Set<Member>().Where(member => member.ChatId == chat).Select(member => member.UserId).ToListAsync(cancellationToken);

    public async ValueTask<Message?> FindMessageAsync(MessageId id, CancellationToken cancellationToken) =>
        await work.Db.Set<Message>().FirstOrDefaultAsync(message => message.Id == id, cancellationToken);

    public async ValueTask<Message?> FindMessageAsync(ChatId chat, long seq, CancellationToken cancellationToken) =>
        work.AddedMessage(chat, seq) ?? await work.Db.Set<Message>().FindAsync([chat, seq], cancellationToken);

    public async ValueTask<Message?> FindSentAsync(UserId sender, Guid clientMessageId, CancellationToken cancellationToken) =>
        work.Memory?.WasSent(sender, clientMessageId) == false ? null : await work.Db.Set<Message>().FirstOrDefaultAsync(message => message.Sender == sender && message.ClientMessageId == clientMessageId, cancellationToken);

    public ValueTask<Reaction?> FindReactionAsync(Message message, UserId user, Emoji emoji, CancellationToken cancellationToken) =>
        work.Db.Set<Reaction>().FindAsync([message.ChatId, message.Seq, user, emoji], cancellationToken);

    public ValueTask<Invite?> FindInviteAsync(string code, CancellationToken cancellationToken) => work.Db.Set<Invite>().FindAsync([code], cancellationToken);

    public async ValueTask<IReadOnlyList<Invite>> InvitesOfAsync(ChatId chat, UserId maker, CancellationToken cancellationToken) =>
        await work.Db.Set<Invite>().Where(invite => invite.ChatId == chat && invite.Maker == maker && !invite.IsRevoked).ToListAsync(cancellationToken);

    public ValueTask<Removal?> FindRemovalAsync(ChatId chat, UserId user, CancellationToken cancellationToken) => work.Db.Set<Removal>().FindAsync([chat, user], cancellationToken);

    public void Add(Chat chat) => work.Db.Add(chat);

    public void Add(Member member) => work.Db.Add(member);

    public void Add(Message message) => work.Add(message.ChatId, message);

    public void Add(Reaction reaction) => work.Db.Add(reaction);

    public void Add(MessageRevision revision) => work.Db.Add(revision);

    public async ValueTask RemoveRevisionsAsync(Message message, CancellationToken cancellationToken) =>
        work.Db.RemoveRange(await work.Db.Set<MessageRevision>().Where(revision => revision.ChatId == message.ChatId && revision.MessageSeq == message.Seq).ToListAsync(cancellationToken));

    public void Add(Invite invite) => work.Db.Add(invite);

    public void Add(Removal removal) => work.Db.Add(removal);

    public void Remove(Removal removal) => work.Db.Remove(removal);

    public void Add(MarkTime time) => work.Add(time.ChatId, time);

    public void Add(Mention mention) => work.Db.Add(mention);

    public void Remove(Mention mention) => work.Db.Remove(mention);

    public async ValueTask<IReadOnlyList<Mention>> MentionsAsync(Message message, CancellationToken cancellationToken) =>
        await work.Db.Set<Mention>().Where(mention => mention.ChatId == message.ChatId && mention.MessageSeq == message.Seq).ToListAsync(cancellationToken);

    public void Remove(Reaction reaction) => work.Db.Remove(reaction);

    public void Remove(Member member) => work.Db.Remove(member);

    public void Remove(Chat chat) => work.Db.Remove(chat);
}

internal sealed class IdempotencyKeys(ForumDb db, TimeProvider clock) : IIdempotencyKeys
{
    public async ValueTask<(byte[] Fingerprint, Guid ThingId)?> FindAsync(UserId user, string key, CancellationToken cancellationToken)
    {
        if (await db.Set<IdempotencyKey>().FindAsync([user.Value, key], cancellationToken) is not { } found) return null;
        if (clock.GetUtcNow() - found.At < IIdempotencyKeys.Lifetime) return (found.Fingerprint, found.ThingId);
        db.Remove(found);
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }

    public void Add(UserId user, string key, byte[] fingerprint, Guid thingId) =>
        db.Add(new IdempotencyKey { UserId = user.Value, Key = key, Fingerprint = fingerprint, ThingId = thingId, At = clock.GetUtcNow() });
}
