using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>One of my chats.</summary>
public sealed record GetChat(ChatId Id) : IQuery<Result<ChatView>>;

public sealed class GetChatHandler(IReadDb db, IActor actor) : IQueryHandler<GetChat, Result<ChatView>>
{
    public async ValueTask<Result<ChatView>> Handle(GetChat query, CancellationToken cancellationToken) =>
        await db.FirstAsync(db.Mine(actor.UserId).Where(mine => mine.Chat.Id == query.Id), cancellationToken) is { } mine
            ? (await ChatViews.OfAsync(db, [mine], cancellationToken))[0]
            : ChatErrors.NotFound;
}
