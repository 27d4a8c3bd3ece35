using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Chats;

public interface IChatRepository
{
    ValueTask<Chat?> FindAsync(ChatId id, CancellationToken cancellationToken);

    /// <summary>A chat and one of its members, for what moves nothing but their numbers: sending and marking. Whoever changes more finds each for itself.</summary>
    ValueTask<(Chat Chat, Member Member)?> FindPlaceAsync(ChatId id, UserId user, CancellationToken cancellationToken);

    ValueTask<Chat?> FindPrivateAsync(UserId one, UserId other, CancellationToken cancellationToken);

    /// <summary>Who refused to be written to there is no member to anybody but <see cref="FindGoneAsync"/>.</summary>
    ValueTask<Member?> FindMemberAsync(ChatId chat, UserId user, CancellationToken cancellationToken);

    /// <summary>A member, also one who refused to be written to there.</summary>
    ValueTask<Member?> FindGoneAsync(ChatId chat, UserId user, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<Member>> MembershipsAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>Who has been in the chat longest, leaving out one person.</summary>
    ValueTask<Member?> FindLongestMemberAsync(ChatId chat, UserId except, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<UserId>> MemberIdsAsync(ChatId chat, CancellationToken cancellationToken);

    ValueTask<Message?> FindMessageAsync(MessageId id, CancellationToken cancellationToken);

    ValueTask<Message?> FindMessageAsync(ChatId chat, long seq, CancellationToken cancellationToken);

    /// <summary>What this sender wrote under this id, in whichever chat.</summary>
    ValueTask<Message?> FindSentAsync(UserId sender, Guid clientMessageId, CancellationToken cancellationToken);

    ValueTask<Reaction?> FindReactionAsync(Message message, UserId user, Emoji emoji, CancellationToken cancellationToken);

    ValueTask<Invite?> FindInviteAsync(string code, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<Invite>> InvitesOfAsync(ChatId chat, UserId maker, CancellationToken cancellationToken);

    ValueTask<Removal?> FindRemovalAsync(ChatId chat, UserId user, CancellationToken cancellationToken);

    void Add(Chat chat);

    void Add(Member member);

    void Add(Message message);

    void Add(Reaction reaction);

    void Add(MessageRevision revision);

    /// <summary>Everything a message said before; for erasing it.</summary>
    ValueTask RemoveRevisionsAsync(Message message, CancellationToken cancellationToken);

    void Add(Invite invite);

    void Add(Removal removal);

    void Remove(Removal removal);

    void Add(MarkTime time);

    void Add(Mention mention);

    void Remove(Mention mention);

    ValueTask<IReadOnlyList<Mention>> MentionsAsync(Message message, CancellationToken cancellationToken);

    void Remove(Reaction reaction);

    void Remove(Member member);

    /// <summary>With its members, messages and log.</summary>
    void Remove(Chat chat);
}
