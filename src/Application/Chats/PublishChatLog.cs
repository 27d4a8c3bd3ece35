using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;

namespace RealTimeForum.Application.Chats;

/// <summary>Whatever enters a chat's log is told to its members. Who joins hears of it too; who leaves hears nothing more.</summary>
public sealed class PublishChatLog(IChatRepository chats, IReadDb db, IActor actor, ILiveEvents live) : IReactTo<ILoggedEvent>
{
    public async ValueTask ReactAsync(ILoggedEvent happened, CancellationToken cancellationToken)
    {
        if (happened is MemberJoined joined) live.Publish(new Subscribed(joined.ChatId, [joined.UserId]));
        if (happened is MemberLeft left) live.Publish(new Unsubscribed(left.ChatId, [left.UserId]));

        live.Publish(new ToChat(happened.ChatId, (await ViewOf(happened, cancellationToken)).ToFrame()));

        if (happened is MemberJoined { UserId: var newcomer }) live.Publish(new ToUsers([newcomer], ChatHint.Of("chat.added", happened.ChatId)));
        if (happened is MemberLeft { UserId: var leaver }) live.Publish(new ToUsers([leaver], ChatHint.Of("chat.removed", happened.ChatId)));
    }

    private async ValueTask<ChatEventView> ViewOf(ILoggedEvent happened, CancellationToken cancellationToken)
    {
        // The most frequent event needs no query: its row is still at hand.
        if (happened is MessageSent sent && sent.Sender == actor.UserId
            && await chats.FindMessageAsync(sent.ChatId, sent.Seq, cancellationToken) is { ReplyToSeq: null } message
            && await chats.FindAsync(sent.ChatId, cancellationToken) is { } chat)
        {
            var view = MessageView.OfNew(message, new UserRef(actor.UserId.Value, actor.Nickname), chat.IsGroup, replyTo: null);
            return new ChatEventView(ChatLogView.NameOf(LogEntryType.MessageCreated), sent.ChatId.Value, sent.Seq, view);
        }
        var entry = await db.ListAsync(db.Log.Where(entry => entry.ChatId == happened.ChatId && entry.Seq == happened.Seq), cancellationToken);
        return (await ChatLogView.OfAsync(db, happened.ChatId, entry, cancellationToken))[0];
    }
}

/// <summary>A hint that only names a chat.</summary>
internal sealed record ChatHint(Guid ChatId)
{
    public static Frame Of(string type, ChatId chat) => new(type, chat.Value, null, new ChatHint(chat.Value));
}

public sealed class PublishChatStarted(ILiveEvents live) : IReactTo<ChatStarted>
{
    public ValueTask ReactAsync(ChatStarted happened, CancellationToken cancellationToken)
    {
        live.Publish(new Subscribed(happened.ChatId, happened.Members));
        live.Publish(new ToUsers(happened.Members, ChatHint.Of("chat.added", happened.ChatId)));
        return ValueTask.CompletedTask;
    }
}

public sealed class PublishChatDeleted(ILiveEvents live) : IReactTo<ChatDeleted>
{
    public ValueTask ReactAsync(ChatDeleted happened, CancellationToken cancellationToken)
    {
        live.Publish(new Unsubscribed(happened.ChatId, happened.Members));
        live.Publish(new ToUsers(happened.Members, ChatHint.Of("chat.removed", happened.ChatId)));
        return ValueTask.CompletedTask;
    }
}

public sealed class PublishMarks(IChatRepository chats, ILiveEvents live) : IReactTo<MarksMoved>
{
    /// <summary>In a group with more members, marks leave together once a second.</summary>
    private const int LargeChat = 20;

    public async ValueTask ReactAsync(MarksMoved happened, CancellationToken cancellationToken)
    {
        var isLarge = await chats.FindAsync(happened.ChatId, cancellationToken) is { IsGroup: true, MemberCount: > LargeChat };
        live.Publish(new MarksChanged(happened.ChatId, happened.UserId, happened.DeliveredSeq, happened.ReadSeq, isLarge));
    }
}
