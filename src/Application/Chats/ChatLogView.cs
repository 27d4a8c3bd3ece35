using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;

namespace RealTimeForum.Application.Chats;

/// <summary>One numbered event as clients get it, live or on catching up.</summary>
/// <param name="Data">By type: see the records below and <see cref="MessageView"/>.</param>
public sealed record ChatEventView(string Type, Guid ChatId, long Seq, object Data)
{
    public Frame ToFrame() => new(Type, ChatId, Seq, Data);
}

public sealed record MessageDeletedData(Guid MessageId);

public sealed record ReactionChangedData(Guid MessageId, Guid UserId, string Emoji, bool Added, IReadOnlyList<ReactionView> Reactions);

/// <param name="At">When.</param>
public sealed record MemberData(UserRef User, DateTimeOffset At);

public sealed record ChatUpdatedData(string? Name, Guid? OwnerId, bool MembersCanInvite, int MemberCount, DateTimeOffset At);

/// <summary>Turns lines of a chat's log into events; what they say is read from the rows as they now stand.</summary>
internal static class ChatLogView
{
    public static async Task<List<ChatEventView>> OfAsync(IReadDb db, ChatId chatId, IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0) return [];
        var seqs = entries.Where(entry => entry.MessageSeq is not null).Select(entry => entry.MessageSeq!.Value).Distinct().ToList();
        var messages = seqs.Count == 0 ? [] : await db.ListAsync(db.Messages.In(chatId).Where(message => seqs.Contains(message.Seq)), cancellationToken);
        var views = (await MessageViews.OfAsync(db, chatId, messages, reader: null, cancellationToken)).ToDictionary(view => view.Seq);
        var people = entries.Where(entry => entry.Type is LogEntryType.MemberJoined or LogEntryType.MemberLeft).Select(entry => entry.UserId!.Value).Distinct().ToList();
        var names = people.Count == 0 ? [] : await MessageViews.NamesAsync(db, people, cancellationToken);
        var chat = entries.Any(entry => entry.Type is LogEntryType.ChatUpdated) ? await db.FirstAsync(db.Chats.Where(chat => chat.Id == chatId), cancellationToken) : null;

        return [.. entries.Select(entry => new ChatEventView(NameOf(entry.Type), chatId.Value, entry.Seq, entry.Type switch
        {
            LogEntryType.MessageCreated or LogEntryType.MessageEdited => views[entry.MessageSeq!.Value],
            LogEntryType.MessageDeleted => new MessageDeletedData(views[entry.MessageSeq!.Value].Id),
            LogEntryType.ReactionAdded or LogEntryType.ReactionRemoved => ReactionData(entry, views[entry.MessageSeq!.Value]),
            LogEntryType.MemberJoined or LogEntryType.MemberLeft => new MemberData(names.Of(entry.UserId!.Value), entry.At),
            LogEntryType.ChatUpdated => new ChatUpdatedData(chat!.Name, chat.OwnerId?.Value, chat.MembersCanInvite, chat.MemberCount, entry.At),
            _ => throw new InvalidOperationException($"Unknown log entry {entry.Type}"),
        }))];
    }

    public static string NameOf(LogEntryType type) => type switch
    {
        LogEntryType.MessageCreated => "message.created",
        LogEntryType.MessageEdited => "message.edited",
        LogEntryType.MessageDeleted => "message.deleted",
        LogEntryType.ReactionAdded or LogEntryType.ReactionRemoved => "reaction.changed",
        LogEntryType.MemberJoined => "member.joined",
        LogEntryType.MemberLeft => "member.left",
        LogEntryType.ChatUpdated => "chat.updated",
        _ => throw new InvalidOperationException($"Unknown log entry {type}"),
    };

    private static ReactionChangedData ReactionData(LogEntry entry, MessageView message) =>
        new(message.Id, entry.UserId!.Value.Value, entry.Emoji!.Value, entry.Type is LogEntryType.ReactionAdded, message.Reactions);
}
