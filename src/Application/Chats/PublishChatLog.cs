using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;

namespace RealTimeForum.Application.Chats;

/// <summary>Whatever enters a chat's log is told to its members. Who joins hears of it too; who leaves hears nothing more.</summary>
public sealed class PublishChatLog(IChatRepository chats, IReadDb db, IActor actor, ILiveEvents live) : IReactTo<ILoggedEvent>
{
    public async ValueTask ReactAsync(ILoggedEvent happened, CancellationToken cancellationToken)
    {
        if (happened is MemberJoined joined) live.Publish(new Subscribed(joined.ChatId, [joined.UserId], joined.HistoryFromSeq));
        if (happened is MemberLeft left) live.Publish(new Unsubscribed(left.ChatId, [left.UserId]));

        var view = await ViewOf(happened, cancellationToken);
        live.Publish(view.ToMembers(happened.ToEntry()));

        if (happened is MemberJoined { UserId: var newcomer }) live.Publish(new ToUsers([newcomer], ChatHint.Of("chat.added", happened.ChatId)));
        if (happened is MemberLeft { UserId: var leaver, IsRemoved: var isRemoved }) live.Publish(new ToUsers([leaver], ChatRemoved.Of(happened.ChatId, isRemoved ? "removed" : "left")));
        if (happened is ChatUpdated { Type: LogEntryType.RequestAccepted } accepted) live.Publish(new RequestAccepted(accepted.ChatId, accepted.UserId));
    }

    private async ValueTask<ChatEventView> ViewOf(ILoggedEvent happened, CancellationToken cancellationToken)
    {
        // The most frequent event needs no query: its row is still at hand.
        if (happened is MessageSent sent && sent.Sender == actor.UserId
            && await chats.FindMessageAsync(sent.ChatId, sent.Seq, cancellationToken) is { ReplyToSeq: null, AttachmentCount: 0 } message
            && !message.Content.Value.Contains('@', StringComparison.Ordinal)
            && await chats.FindAsync(sent.ChatId, cancellationToken) is { } chat)
        {
            var view = MessageView.OfNew(message, new UserRef(actor.UserId.Value, actor.Nickname), chat.IsGroup, replyTo: null, mentions: []);
            return new ChatEventView(ChatLogView.NameOf(LogEntryType.MessageCreated), sent.ChatId.Value, sent.Seq, view);
        }
        var entry = await db.ListAsync(db.Log.Where(entry => entry.ChatId == happened.ChatId && entry.Seq == happened.Seq), cancellationToken);
        return (await ChatLogView.OfAsync(db, happened.ChatId, entry, reader: null, cancellationToken))[0];
    }
}

/// <summary>A hint that only names a chat.</summary>
internal sealed record ChatHint(Guid ChatId)
{
    public static Frame Of(string type, ChatId chat) => new(type, chat.Value, null, new ChatHint(chat.Value));
}

/// <param name="Reason"><c>left, removed, deleted, refused</c>.</param>
internal sealed record ChatRemoved(Guid ChatId, string Reason)
{
    public static Frame Of(ChatId chat, string reason) => new("chat.removed", chat.Value, null, new ChatRemoved(chat.Value, reason));
}

public sealed class PublishChatStarted(IChatRepository chats, ILiveEvents live) : IReactTo<ChatStarted>
{
    public async ValueTask ReactAsync(ChatStarted happened, CancellationToken cancellationToken)
    {
        var requestTo = (await chats.FindAsync(happened.ChatId, cancellationToken))?.RequestTo;
        live.Publish(new Subscribed(happened.ChatId, happened.Members, RequestTo: requestTo));
        live.Publish(new ToUsers(happened.Members, ChatHint.Of("chat.added", happened.ChatId)));
    }
}

public sealed class PublishChatRefused(ILiveEvents live) : IReactTo<ChatRefused>
{
    public ValueTask ReactAsync(ChatRefused happened, CancellationToken cancellationToken)
    {
        live.Publish(new Unsubscribed(happened.ChatId, [happened.UserId]));
        live.Publish(new ToUsers([happened.UserId], ChatRemoved.Of(happened.ChatId, "refused")));
        return ValueTask.CompletedTask;
    }
}

public sealed class PublishChatDeleted(ILiveEvents live) : IReactTo<ChatDeleted>
{
    public ValueTask ReactAsync(ChatDeleted happened, CancellationToken cancellationToken)
    {
        live.Publish(new Unsubscribed(happened.ChatId, happened.Members));
        live.Publish(new ToUsers(happened.Members, ChatRemoved.Of(happened.ChatId, "deleted")));
        return ValueTask.CompletedTask;
    }
}

public sealed class PublishMarks(IChatRepository chats, ILiveEvents live, TimeProvider clock) : IReactTo<MarksMoved>
{
    public async ValueTask ReactAsync(MarksMoved happened, CancellationToken cancellationToken)
    {
        var isLarge = await chats.FindAsync(happened.ChatId, cancellationToken) is { IsLarge: true };
        if (!isLarge && happened.Shown is { } shown)
        {
            var now = clock.GetUtcNow();
            if (shown.IsNewlyDelivered) chats.Add(new MarkTime(happened.ChatId, happened.UserId, isRead: false, shown.DeliveredSeq, now));
            if (shown.IsNewlyRead) chats.Add(new MarkTime(happened.ChatId, happened.UserId, isRead: true, shown.ReadSeq, now));
        }
        live.Publish(new MarksChanged(happened.ChatId, happened.UserId, happened.DeliveredSeq, happened.ReadSeq, happened.Shown, isLarge));
    }
}
