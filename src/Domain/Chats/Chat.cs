using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Uploads;
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
    public const int MaxPins = 50;

    /// <summary>In a group with more members, marks leave together once a second, and when each moved is not kept.</summary>
    public const int LargeFrom = 21;

    private Chat() { }

    public bool IsGroup { get; private set; }

    /// <summary>A group's name; a private chat has none.</summary>
    public string? Name { get; private set; }

    public UserId? OwnerId { get; private set; }

    /// <summary>The two people of a private chat; a group has none.</summary>
    public PairKey? Pair { get; private set; }

    public int MemberCount { get; private set; }

    /// <summary>As it is now: for readers, while this one goes on changing.</summary>
    public Chat Snapshot() => (Chat)MemberwiseClone();

    public bool IsLarge => IsGroup && MemberCount >= LargeFrom;

    public bool MembersCanInvite { get; private set; } = true;

    /// <summary>Whether those who join from now on may read what was said before.</summary>
    public bool NewcomersSeeHistory { get; private set; } = true;

    public int PinCount { get; private set; }

    /// <summary>Who has not accepted yet that somebody they don't know writes to them. Until then the writer learns nothing of them, a refusal included.</summary>
    public UserId? RequestTo { get; private set; }

    /// <summary>One of the two blocked the other, or is gone: nothing new is said here and no mark is shown, but what was said stays readable.</summary>
    public bool IsBlocked { get; private set; }

    /// <summary>The number of the newest event; 0 before the first.</summary>
    public long LastSeq { get; private set; }

    /// <summary>The number of the newest message; 0 before the first.</summary>
    public long LastMessageSeq { get; private set; }

    /// <summary>When the newest message was sent; when the chat was made, before the first.</summary>
    public DateTimeOffset LastActivityAt { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <param name="isRequest">Whether the other one is asked first.</param>
    public static (Chat Chat, Member One, Member Other) StartPrivate(Client starter, Client other, bool isRequest, DateTimeOffset now)
    {
        var chat = new Chat { Id = ChatId.New(), Pair = PairKey.Of(starter.Id, other.Id), MemberCount = 2, RequestTo = isRequest ? other.Id : null, CreatedAt = now, LastActivityAt = now };
        chat.Raise(new ChatStarted(chat.Id, [starter.Id, other.Id]));
        return (chat, new Member(chat.Id, starter, now, seq: 0), new Member(chat.Id, other, now, seq: 0));
    }

    /// <param name="people">Everyone who is in it from the start besides the owner, without repeats.</param>
    public static Result<(Chat Chat, IReadOnlyList<Member> Members)> StartGroup(string name, Client owner, IReadOnlyList<Client> people, DateTimeOffset now)
    {
        if (name.Length is 0 or > MaxNameLength) return ChatErrors.NameLength;
        if (people.Count + 1 > MaxMembers) return ChatErrors.Full;
        var chat = new Chat { Id = ChatId.New(), IsGroup = true, Name = name, OwnerId = owner.Id, MemberCount = people.Count + 1, CreatedAt = now, LastActivityAt = now };
        List<Member> members = [new Member(chat.Id, owner, now, seq: 0), .. people.Select(client => new Member(chat.Id, client, now, seq: 0))];
        chat.Raise(new ChatStarted(chat.Id, [.. members.Select(member => member.UserId)]));
        return (chat, members);
    }

    /// <summary>The owner, and the administrators they named.</summary>
    public bool IsManagedBy(Member member) => IsGroup && (OwnerId == member.UserId || member.IsAdmin);

    /// <param name="sender">A member of this chat; sending reads everything before it.</param>
    public Message Send(Member sender, Guid clientMessageId, MessageContent content, Message? replyTo, DateTimeOffset now, IReadOnlyList<UploadId>? attachments = null)
    {
        Accept(sender);
        var message = new Message(Id, ++LastSeq, sender.UserId, clientMessageId, content, replyTo?.Seq, attachments ?? [], now);
        (LastMessageSeq, LastActivityAt) = (LastSeq, now);
        var hadUnread = sender.ReadSeq < LastSeq - 1;
        if (sender.Mark(delivered: LastSeq, read: LastSeq, isShown: true) is { } moved && hadUnread) Raise(moved);
        Raise(new MessageSent(Id, LastSeq, message.Id, sender.UserId));
        return message;
    }

    /// <param name="images">How many images it has now, where they are others than before; null leaves them. Nothing changed is no event.</param>
    /// <returns>What it said before; null when the text stays.</returns>
    public Result<MessageRevision?> Edit(Message message, UserId editor, MessageContent content, DateTimeOffset now, int? images = null)
    {
        if (message.IsDeleted) return ChatErrors.MessageNotFound;
        if (message.Sender != editor) return ChatErrors.NotYourMessage;
        if (message.Content == content && images is null) return (MessageRevision?)null;
        // Two edits within a millisecond still have an order.
        if (now <= (message.EditedAt ?? message.SentAt)) now = (message.EditedAt ?? message.SentAt).AddMilliseconds(1);
        var before = message.Content == content ? null : new MessageRevision(message, now);
        message.Rewrite(content, images ?? message.AttachmentCount, now);
        Raise(new MessageEdited(Id, ++LastSeq, message.Id, message.Seq));
        return before;
    }

    /// <summary>Leaves a tombstone; deleting twice is no event.</summary>
    public Result<bool> Delete(Message message, Member deleter, DateTimeOffset now)
    {
        if (message.Sender != deleter.UserId && !IsManagedBy(deleter)) return ChatErrors.NotYourMessage;
        if (message.IsDeleted) return false;
        if (message.IsPinned) PinCount--;
        message.Erase(now);
        Raise(new MessageDeleted(Id, ++LastSeq, message.Id, message.Seq));
        return true;
    }

    /// <summary>Keeps a message in sight of everyone; doing it twice is no event. In a private chat either one may, in a group who manages it.</summary>
    public Result<bool> Pin(Message message, Member pinner, bool isPinned, DateTimeOffset now)
    {
        if (message.IsDeleted) return ChatErrors.MessageNotFound;
        if (IsGroup && !IsManagedBy(pinner)) return ChatErrors.ManagersOnly;
        if (message.IsPinned == isPinned) return false;
        if (isPinned && PinCount >= MaxPins) return ChatErrors.TooManyPins;
        PinCount += isPinned ? 1 : -1;
        message.Pin(isPinned ? now : null);
        Raise(new MessagePinned(Id, ++LastSeq, message.Id, message.Seq, pinner.UserId, isPinned));
        return true;
    }

    public Reaction React(Message message, Member member, Emoji emoji, DateTimeOffset now)
    {
        Accept(member);
        Raise(new ReactionChanged(Id, ++LastSeq, message.Id, message.Seq, member.UserId, emoji, Added: true));
        return new Reaction(Id, message.Seq, member.UserId, emoji, now);
    }

    public void TakeBack(Reaction reaction, Message message) =>
        Raise(new ReactionChanged(Id, ++LastSeq, message.Id, message.Seq, reaction.UserId, reaction.Emoji, Added: false));

    public Result<bool> Rename(Member renamer, string name)
    {
        if (RefusalToManage(renamer) is { } refusal) return refusal;
        if (name.Length is 0 or > MaxNameLength) return ChatErrors.NameLength;
        if (Name == name) return false;
        Name = name;
        Raise(new ChatUpdated(Id, ++LastSeq, LogEntryType.Renamed, renamer.UserId) { Name = name });
        return true;
    }

    /// <summary>Says that the group has another picture, or none; the picture itself is an upload.</summary>
    public Result<Done> ChangePicture(Member changer)
    {
        if (RefusalToManage(changer) is { } refusal) return refusal;
        Raise(new ChatUpdated(Id, ++LastSeq, LogEntryType.PictureChanged, changer.UserId));
        return Done.Instance;
    }

    /// <summary>What is null stays.</summary>
    public Result<bool> Set(Member setter, bool? membersCanInvite, bool? newcomersSeeHistory)
    {
        if (RefusalToManage(setter) is { } refusal) return refusal;
        var (canInvite, seeHistory) = (membersCanInvite ?? MembersCanInvite, newcomersSeeHistory ?? NewcomersSeeHistory);
        if ((canInvite, seeHistory) == (MembersCanInvite, NewcomersSeeHistory)) return false;
        (MembersCanInvite, NewcomersSeeHistory) = (canInvite, seeHistory);
        Raise(new ChatUpdated(Id, ++LastSeq, LogEntryType.SettingsChanged, setter.UserId));
        return true;
    }

    /// <summary>Names a member administrator, or takes it back; twice is no event.</summary>
    public Result<bool> SetAdmin(Member member, UserId setter, bool isAdmin)
    {
        if (!IsGroup) return ChatErrors.IsPrivate;
        if (OwnerId != setter) return ChatErrors.OwnerOnly;
        if (OwnerId == member.UserId || member.IsAdmin == isAdmin) return false;
        member.IsAdmin = isAdmin;
        Raise(new ChatUpdated(Id, ++LastSeq, isAdmin ? LogEntryType.AdminAdded : LogEntryType.AdminRemoved, member.UserId));
        return true;
    }

    public Result<bool> HandOver(Member heir, UserId owner)
    {
        if (!IsGroup) return ChatErrors.IsPrivate;
        if (OwnerId != owner) return ChatErrors.OwnerOnly;
        if (OwnerId == heir.UserId) return false;
        OwnedBy(heir);
        return true;
    }

    public Error? RefusalToInvite(Member inviter) =>
        !IsGroup ? ChatErrors.IsPrivate
        : !MembersCanInvite && !IsManagedBy(inviter) ? ChatErrors.InvitingNotAllowed
        : null;

    /// <summary>The newcomer has nothing unread: what was said before they came is history, and hidden where the group says so.</summary>
    public Result<Member> Join(Client client, DateTimeOffset now)
    {
        if (!IsGroup) return ChatErrors.IsPrivate;
        if (MemberCount >= MaxMembers) return ChatErrors.Full;
        MemberCount++;
        var member = new Member(Id, client, now, ++LastSeq) { HistoryFromSeq = NewcomersSeeHistory ? 0 : LastSeq };
        Raise(new MemberJoined(Id, LastSeq, client.Id, member.HistoryFromSeq));
        return member;
    }

    /// <param name="remover">The member themselves, the owner, or an administrator where neither the owner nor another administrator goes.</param>
    /// <param name="heir">Who has been a member longest besides the one who goes; null when nobody is left, and the chat ends.</param>
    public Result<Done> Remove(Member member, Member remover, Member? heir)
    {
        if (!IsGroup) return ChatErrors.IsPrivate;
        var isAllowed = member.UserId == remover.UserId || OwnerId == remover.UserId || (remover.IsAdmin && !IsManagedBy(member));
        if (!isAllowed) return IsManagedBy(remover) ? ChatErrors.OwnerOnly : ChatErrors.ManagersOnly;
        MemberCount--;
        if (heir is null)
        {
            Raise(new ChatDeleted(Id, [member.UserId]));
            return Done.Instance;
        }
        Raise(new MemberLeft(Id, ++LastSeq, member.UserId, IsRemoved: member.UserId != remover.UserId));
        if (OwnerId == member.UserId) OwnedBy(heir);
        return Done.Instance;
    }

    public Result<Done> Close(UserId closer, IReadOnlyList<UserId> members)
    {
        if (!IsGroup) return ChatErrors.IsPrivate;
        if (OwnerId != closer) return ChatErrors.OwnerOnly;
        Raise(new ChatDeleted(Id, members));
        return Done.Instance;
    }

    /// <summary>Lets the one who asked in: from now on they learn what a partner learns. What needs no consent stays as it is.</summary>
    public bool Accept(Member member)
    {
        if (RequestTo != member.UserId) return false;
        RequestTo = null;
        if (member.IsGone)
        {
            member.IsGone = false;
            Raise(new ChatStarted(Id, [member.UserId]));
        }
        Raise(new ChatUpdated(Id, ++LastSeq, LogEntryType.RequestAccepted, member.UserId));
        Mark(member, member.DeliveredSeq, member.ReadSeq);
        return true;
    }

    /// <summary>The chat leaves the member's sight; to the one who asked nothing changes.</summary>
    public Result<Done> Refuse(Member member)
    {
        if (RequestTo != member.UserId) return ChatErrors.NoRequest;
        member.IsGone = true;
        Raise(new ChatRefused(Id, member.UserId));
        return Done.Instance;
    }

    public void Block(bool isBlocked) => IsBlocked = isBlocked;

    /// <summary>Moves a member's marks forward; what is not ahead of them changes nothing.</summary>
    public void Mark(Member member, long delivered, long read)
    {
        if (member.Mark(Math.Min(delivered, LastSeq), Math.Min(read, LastSeq), isShown: !IsBlocked && RequestTo != member.UserId) is { } moved) Raise(moved);
    }

    private Error? RefusalToManage(Member member) => !IsGroup ? ChatErrors.IsPrivate : IsManagedBy(member) ? null : ChatErrors.ManagersOnly;

    private void OwnedBy(Member heir)
    {
        OwnerId = heir.UserId;
        heir.IsAdmin = false;
        Raise(new ChatUpdated(Id, ++LastSeq, LogEntryType.OwnerChanged, heir.UserId));
    }
}
