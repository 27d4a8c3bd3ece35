using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Chats;

/// <summary>
/// A room of clients, private or a group. Everything that changes what its members see takes the next number of its log.
/// Its members are loaded one by one: an act names the members it concerns.
/// </summary>
public sealed class Chat : AggregateRoot<ChatId>
{
    public const int MaxNameLength = 64;
    public const int MaxMembers = 10_000;

    private Chat() { }

    public bool IsGroup { get; private set; }

    /// <summary>A group's name; a private chat has none.</summary>
    public string? Name { get; private set; }

    public UserId? OwnerId { get; private set; }

    /// <summary>The two people of a private chat; a group has none.</summary>
    public PairKey? Pair { get; private set; }

    public int MemberCount { get; private set; }

    public bool MembersCanInvite { get; private set; } = true;

    /// <summary>The number of the newest event; 0 before the first.</summary>
    public long LastSeq { get; private set; }

    /// <summary>The number of the newest message; 0 before the first.</summary>
    public long LastMessageSeq { get; private set; }

    /// <summary>When the newest message was sent; when the chat was made, before the first.</summary>
    public DateTimeOffset LastActivityAt { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public static (Chat Chat, Member One, Member Other) StartPrivate(UserId starter, UserId other, DateTimeOffset now)
    {
        var chat = new Chat { Id = ChatId.New(), Pair = PairKey.Of(starter, other), MemberCount = 2, CreatedAt = now, LastActivityAt = now };
        chat.Raise(new ChatStarted(chat.Id, [starter, other]));
        return (chat, new Member(chat.Id, starter, now, seq: 0), new Member(chat.Id, other, now, seq: 0));
    }

    /// <param name="people">Everyone who is in it from the start besides the owner, without repeats.</param>
    public static Result<(Chat Chat, IReadOnlyList<Member> Members)> StartGroup(string name, UserId owner, IReadOnlyList<UserId> people, DateTimeOffset now)
    {
        if (name.Length is 0 or > MaxNameLength) return ChatErrors.NameLength;
        if (people.Count + 1 > MaxMembers) return ChatErrors.Full;
        var chat = new Chat { Id = ChatId.New(), IsGroup = true, Name = name, OwnerId = owner, MemberCount = people.Count + 1, CreatedAt = now, LastActivityAt = now };
        List<Member> members = [new Member(chat.Id, owner, now, seq: 0), .. people.Select(user => new Member(chat.Id, user, now, seq: 0))];
        chat.Raise(new ChatStarted(chat.Id, [.. members.Select(member => member.UserId)]));
        return (chat, members);
    }

    /// <param name="sender">A member of this chat; sending reads everything before it.</param>
    public Message Send(Member sender, Guid clientMessageId, MessageContent content, Message? replyTo, DateTimeOffset now)
    {
        var message = new Message(Id, ++LastSeq, sender.UserId, clientMessageId, content, replyTo?.Seq, now);
        (LastMessageSeq, LastActivityAt) = (LastSeq, now);
        if (sender.ReadSeq < LastSeq - 1) Raise(new MarksMoved(Id, sender.UserId, LastSeq, LastSeq));
        sender.Mark(delivered: LastSeq, read: LastSeq);
        Raise(new MessageSent(Id, LastSeq, message.Id, sender.UserId));
        return message;
    }

    /// <returns>What it said before; null when nothing changes, which is no event.</returns>
    public Result<MessageRevision?> Edit(Message message, UserId editor, MessageContent content, DateTimeOffset now)
    {
        if (message.IsDeleted) return ChatErrors.MessageNotFound;
        if (message.Sender != editor) return ChatErrors.NotYourMessage;
        if (message.Content == content) return (MessageRevision?)null;
        // Two edits within a millisecond still have an order.
        if (now <= (message.EditedAt ?? message.SentAt)) now = (message.EditedAt ?? message.SentAt).AddMilliseconds(1);
        var before = new MessageRevision(message, now);
        message.Rewrite(content, now);
        Raise(new MessageEdited(Id, ++LastSeq, message.Id, message.Seq));
        return before;
    }

    /// <summary>Leaves a tombstone; deleting twice is no event.</summary>
    public Result<bool> Delete(Message message, UserId deleter, DateTimeOffset now)
    {
        if (message.Sender != deleter && !(IsGroup && OwnerId == deleter)) return ChatErrors.NotYourMessage;
        if (message.IsDeleted) return false;
        message.Erase(now);
        Raise(new MessageDeleted(Id, ++LastSeq, message.Id, message.Seq));
        return true;
    }

    public Reaction React(Message message, UserId user, Emoji emoji, DateTimeOffset now)
    {
        Raise(new ReactionChanged(Id, ++LastSeq, message.Id, message.Seq, user, emoji, Added: true));
        return new Reaction(Id, message.Seq, user, emoji, now);
    }

    public void TakeBack(Reaction reaction, Message message) =>
        Raise(new ReactionChanged(Id, ++LastSeq, message.Id, message.Seq, reaction.UserId, reaction.Emoji, Added: false));

    public Result<bool> Rename(UserId renamer, string name)
    {
        if (!IsGroup) return ChatErrors.IsPrivate;
        if (OwnerId != renamer) return ChatErrors.OwnerOnly;
        if (name.Length is 0 or > MaxNameLength) return ChatErrors.NameLength;
        if (Name == name) return false;
        Name = name;
        Raise(new ChatUpdated(Id, ++LastSeq));
        return true;
    }

    public Result<bool> LetMembersInvite(UserId setter, bool allowed)
    {
        if (!IsGroup) return ChatErrors.IsPrivate;
        if (OwnerId != setter) return ChatErrors.OwnerOnly;
        if (MembersCanInvite == allowed) return false;
        MembersCanInvite = allowed;
        Raise(new ChatUpdated(Id, ++LastSeq));
        return true;
    }

    public Error? RefusalToInvite(UserId inviter) =>
        !IsGroup ? ChatErrors.IsPrivate
        : OwnerId != inviter && !MembersCanInvite ? ChatErrors.InvitingNotAllowed
        : null;

    /// <summary>The newcomer has nothing unread: what was said before they came is history.</summary>
    public Result<Member> Join(UserId user, DateTimeOffset now)
    {
        if (!IsGroup) return ChatErrors.IsPrivate;
        if (MemberCount >= MaxMembers) return ChatErrors.Full;
        MemberCount++;
        Raise(new MemberJoined(Id, ++LastSeq, user));
        return new Member(Id, user, now, LastSeq);
    }

    /// <param name="remover">The member themselves, or the owner.</param>
    /// <param name="heir">Who has been a member longest besides the one who goes; null when nobody is left, and the chat ends.</param>
    public Result<Done> Remove(Member member, UserId remover, Member? heir)
    {
        if (!IsGroup) return ChatErrors.IsPrivate;
        if (member.UserId != remover && OwnerId != remover) return ChatErrors.OwnerOnly;
        MemberCount--;
        if (heir is null)
        {
            Raise(new ChatDeleted(Id, [member.UserId]));
            return Done.Instance;
        }
        Raise(new MemberLeft(Id, ++LastSeq, member.UserId));
        if (OwnerId == member.UserId)
        {
            OwnerId = heir.UserId;
            Raise(new ChatUpdated(Id, ++LastSeq));
        }
        return Done.Instance;
    }

    public Result<Done> Close(UserId closer, IReadOnlyList<UserId> members)
    {
        if (!IsGroup) return ChatErrors.IsPrivate;
        if (OwnerId != closer) return ChatErrors.OwnerOnly;
        Raise(new ChatDeleted(Id, members));
        return Done.Instance;
    }

    /// <summary>Moves a member's marks forward; what is not ahead of them changes nothing.</summary>
    public void Mark(Member member, long delivered, long read)
    {
        if (member.Mark(Math.Min(delivered, LastSeq), Math.Min(read, LastSeq)))
            Raise(new MarksMoved(Id, member.UserId, member.DeliveredSeq, member.ReadSeq));
    }
}
