using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Chats;

public static class ChatErrors
{
    public static readonly Error NotFound = new("chat.not_found", "There is no such chat.", ErrorKind.NotFound);
    public static readonly Error WithYourself = Error.OfField("chat.with_yourself", "userId", "Choose somebody else to talk to.");
    public static readonly Error PersonNotFound = new("user.not_found", "There is no such person.", ErrorKind.NotFound);
    public static readonly Error UserOrName = Error.OfField("request.invalid", "userId", "Give a userId for a private chat, or a name for a group.");
    public static readonly Error IsPrivate = new("chat.is_private", "A private chat has exactly two people and no name.", ErrorKind.Conflict);
    public static readonly Error NotAllowed = new("chat.not_allowed", "This person does not take chats from you.", ErrorKind.Forbidden);
    public static readonly Error Blocked = new("chat.blocked", "You blocked this person. Unblock them to write to them.", ErrorKind.Forbidden);
    public static readonly Error PersonGone = new("chat.person_gone", "This person is no longer here. What was said stays readable.", ErrorKind.Conflict);
    public static readonly Error OwnerOnly = new("chat.owner_only", "Only the group's owner may do this.", ErrorKind.Forbidden);
    public static readonly Error ManagersOnly = new("chat.owner_only", "Only the group's owner and administrators may do this.", ErrorKind.Forbidden);
    public static readonly Error InvitingNotAllowed = new("chat.inviting_not_allowed", "Only the group's owner and administrators add people here.", ErrorKind.Forbidden);
    public static readonly Error WasRemoved = new("chat.was_removed", "This person was removed from the group. Only its owner and administrators can bring them back.", ErrorKind.Forbidden);
    public static readonly Error NameLength = Error.OfField("chat.name_invalid", "name", "A group's name has 1 to 64 characters.");
    public static readonly Error MemberNotFound = new("chat.member_not_found", "This person is not in the chat.", ErrorKind.NotFound);
    public static readonly Error Full = new("chat.full", "The group is full.", ErrorKind.Conflict);
    public static readonly Error NoRequest = new("chat.no_request", "Nobody is waiting for your answer here.", ErrorKind.Conflict);
    public static readonly Error TooManyPins = new("chat.too_many_pins", "A chat has at most 50 pinned messages. Unpin one first.", ErrorKind.Conflict);
    public static readonly Error ContentEmpty = Error.OfField("message.content_invalid", "content", "Write something first.");
    public static readonly Error ContentTooLong = Error.OfField("message.content_invalid", "content", "A message has at most 4,000 characters.");
    public static readonly Error MessageNotFound = new("message.not_found", "There is no such message.", ErrorKind.NotFound);
    public static readonly Error MessageIdReused = new("message.id_reused", "This clientMessageId was used for another message.", ErrorKind.Conflict);
    public static readonly Error NotYourMessage = new("message.not_yours", "Only its sender may do this to a message.", ErrorKind.Forbidden);
    public static readonly Error ReplyNotFound = Error.OfField("message.reply_not_found", "replyToId", "The message you answer is not in this chat.");
    public static readonly Error NotAnEmoji = Error.OfField("reaction.emoji_invalid", "emoji", "This is not an emoji.");
    public static readonly Error InviteNotFound = new("invite.not_found", "This invite does not exist or is no longer valid.", ErrorKind.NotFound);
}
