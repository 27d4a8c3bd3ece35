using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Uploads;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Uploads;

namespace RealTimeForum.Application.Chats;

/// <summary>One numbered event as clients get it, live or on catching up.</summary>
/// <param name="Data">By type: see the records below and <see cref="MessageView"/>.</param>
public sealed record ChatEventView(string Type, Guid ChatId, long Seq, object? Data)
{
    public Frame ToFrame() => new(Type, ChatId, Seq, Data);
}

public sealed record MessageDeletedData(Guid MessageId);

public sealed record ReactionChangedData(Guid MessageId, Guid UserId, string Emoji, bool Added, IReadOnlyList<ReactionView> Reactions);

/// <param name="At">When.</param>
public sealed record MemberData(UserRef User, DateTimeOffset At);

/// <param name="Change">What of it changed; the rest is how the chat is now. Null for what was written before this was kept.</param>
public sealed record ChatUpdatedData(
    string? Name, Guid? OwnerId, bool MembersCanInvite, bool NewcomersSeeHistory, int MemberCount, DateTimeOffset At, ChatChangeData? Change)
{
    /// <summary>The address of the group's picture; null for none.</summary>
    public string? Picture { get; init; }
}

/// <param name="Kind"><c>settings, renamed, owner, adminAdded, adminRemoved, accepted, picture</c>.</param>
/// <param name="User">Who did it, or whom it made owner or administrator.</param>
/// <param name="Name">The name of that time, when it was renamed.</param>
public sealed record ChatChangeData(string Kind, UserRef User, string? Name);

public sealed record MessagePinnedData(Guid MessageId, UserRef User, DateTimeOffset At);

/// <summary>Turns lines of a chat's log into events; what they say is read from the rows as they now stand.</summary>
internal static class ChatLogView
{
    /// <param name="reader">Whose history begins later: what is about earlier messages keeps its number and says nothing. Null: everybody's.</param>
    public static async Task<List<ChatEventView>> OfAsync(IReadDb db, ChatId chatId, IReadOnlyList<LogEntry> entries, Member? reader, CancellationToken cancellationToken)
    {
        var shown = entries.Where(entry => reader is null || IsShown(entry, reader.HistoryFromSeq)).ToList();
        var seqs = shown.Where(entry => entry.MessageSeq is not null).Select(entry => entry.MessageSeq!.Value).Distinct().ToList();
        var messages = seqs.Count == 0 ? [] : await db.MessagesAsync(chatId, seqs, cancellationToken);
        var views = (await MessageViews.OfAsync(db, chatId, messages, reader: null, cancellationToken)).ToDictionary(view => view.Seq);
        var people = shown.Where(entry => entry.UserId is not null && entry.Type is >= LogEntryType.MemberJoined).Select(entry => entry.UserId!.Value).Distinct().ToList();
        var known = people.Count == 0 && !shown.Exists(entry => entry.Type.IsUpdate()) ? null : await db.FindChatAsync(chatId, cancellationToken);
        var names = await MessageViews.NamesAsync(db, known, people, cancellationToken);
        var chat = shown.Exists(entry => entry.Type.IsUpdate()) ? known!.Chat : null;

        var picture = chat is null ? null : (await db.PicturesAsync(UploadUse.ChatPicture, [chatId.Value], cancellationToken)).GetValueOrDefault(chatId.Value);

        return [.. entries.Select(entry =>
        {
            if (reader is not null && !IsShown(entry, reader.HistoryFromSeq)) return Skipped(chatId, entry.Seq);
            var view = new ChatEventView(NameOf(entry.Type), chatId.Value, entry.Seq, entry.Type switch
            {
                LogEntryType.MessageCreated or LogEntryType.MessageEdited => views[entry.MessageSeq!.Value],
                LogEntryType.MessageDeleted => new MessageDeletedData(views[entry.MessageSeq!.Value].Id),
                LogEntryType.ReactionAdded or LogEntryType.ReactionRemoved => ReactionData(entry, views[entry.MessageSeq!.Value]),
                LogEntryType.MemberJoined or LogEntryType.MemberLeft => new MemberData(names.Of(entry.UserId!.Value), entry.At),
                LogEntryType.MessagePinned or LogEntryType.MessageUnpinned => new MessagePinnedData(views[entry.MessageSeq!.Value].Id, names.Of(entry.UserId!.Value), entry.At),
                _ => new ChatUpdatedData(
                    chat!.Name, chat.OwnerId?.Value, chat.MembersCanInvite, chat.NewcomersSeeHistory, chat.MemberCount, entry.At,
                    entry.UserId is { } user ? new ChatChangeData(KindOf(entry.Type), names.Of(user), entry.Name) : null) { Picture = picture },
            });
            return reader is null ? view : view.WithoutBefore(reader.HistoryFromSeq);
        })];
    }

    /// <summary>The event as it is told, and what newcomers are told instead.</summary>
    public static ToChat ToMembers(this ChatEventView view, LogEntry entry)
    {
        var message = new ToChat(entry.ChatId, view.ToFrame());
        return entry.MessageSeq is { } seq && seq != entry.Seq
            ? message with { OldestSeq = seq, ForNewcomers = Skipped(entry.ChatId, entry.Seq).ToFrame() }
            : view.Data is MessageView { ReplyTo: { } reply }
                ? message with { OldestSeq = reply.Seq, ForNewcomers = view.WithoutBefore(long.MaxValue).ToFrame() }
                : message;
    }

    /// <summary>What stands for an event that a newcomer may not see, so that the numbers have no gap.</summary>
    public static ChatEventView Skipped(ChatId chatId, long seq) => new("log.skipped", chatId.Value, seq, null);

    /// <summary>The event without the quote of a message that a newcomer may not see.</summary>
    public static ChatEventView WithoutBefore(this ChatEventView view, long historyFromSeq) =>
        view.Data is MessageView { ReplyTo: { } reply } message && reply.Seq < historyFromSeq ? view with { Data = message with { ReplyTo = null } } : view;

    public static string NameOf(LogEntryType type) => type switch
    {
        LogEntryType.MessageCreated => "message.created",
        LogEntryType.MessageEdited => "message.edited",
        LogEntryType.MessageDeleted => "message.deleted",
        LogEntryType.ReactionAdded or LogEntryType.ReactionRemoved => "reaction.changed",
        LogEntryType.MemberJoined => "member.joined",
        LogEntryType.MemberLeft => "member.left",
        LogEntryType.MessagePinned => "message.pinned",
        LogEntryType.MessageUnpinned => "message.unpinned",
        _ when type.IsUpdate() => "chat.updated",
        _ => throw new InvalidOperationException($"Unknown log entry {type}"),
    };

    private static bool IsUpdate(this LogEntryType type) => type is (>= LogEntryType.SettingsChanged and <= LogEntryType.RequestAccepted) or LogEntryType.PictureChanged;

    private static string KindOf(LogEntryType type) => type switch
    {
        LogEntryType.SettingsChanged => "settings",
        LogEntryType.Renamed => "renamed",
        LogEntryType.OwnerChanged => "owner",
        LogEntryType.AdminAdded => "adminAdded",
        LogEntryType.AdminRemoved => "adminRemoved",
        LogEntryType.RequestAccepted => "accepted",
        LogEntryType.PictureChanged => "picture",
        _ => throw new InvalidOperationException($"Not an update: {type}"),
    };

    private static bool IsShown(LogEntry entry, long historyFromSeq) => (entry.MessageSeq ?? entry.Seq) >= historyFromSeq;

    private static ReactionChangedData ReactionData(LogEntry entry, MessageView message) =>
        new(message.Id, entry.UserId!.Value.Value, entry.Emoji!.Value, entry.Type is LogEntryType.ReactionAdded, message.Reactions);
}
