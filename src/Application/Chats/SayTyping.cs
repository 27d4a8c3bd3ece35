using Mediator;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>Lets the other members see that I am writing; never stored. Nobody sees it before they have let each other in.</summary>
public sealed record SayTyping(ChatId ChatId) : ICommand<Result<Done>>, IUnstored;

public sealed class SayTypingHandler(IReadDb db, IActor actor, ILiveEvents live) : ICommandHandler<SayTyping, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(SayTyping command, CancellationToken cancellationToken)
    {
        var mine = db.Members.Membership(command.ChatId, actor.UserId).Join(db.Chats, member => member.ChatId, chat => chat.Id, (_, chat) => new { chat.RequestTo, chat.IsBlocked });
        if (await db.FirstAsync(mine, cancellationToken) is not { } chat) return ChatErrors.NotFound;
        if (chat.RequestTo is not null || chat.IsBlocked) return Done.Instance;
        var frame = new Frame("typing", command.ChatId.Value, null, new TypingData(command.ChatId.Value, new UserRef(actor.UserId.Value, actor.Nickname)));
        live.Publish(new ToChat(command.ChatId, frame) { Except = actor.UserId });
        return Done.Instance;
    }

    private sealed record TypingData(Guid ChatId, UserRef User);
}
