using Mediator;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>Lets the other members see that I am writing; never stored.</summary>
public sealed record SayTyping(ChatId ChatId) : ICommand<Result<Done>>, IUnstored;

public sealed class SayTypingHandler(IReadDb db, IActor actor, ILiveEvents live) : ICommandHandler<SayTyping, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(SayTyping command, CancellationToken cancellationToken)
    {
        if (!await db.AnyAsync(db.Members.Membership(command.ChatId, actor.UserId), cancellationToken)) return ChatErrors.NotFound;
        var frame = new Frame("typing", command.ChatId.Value, null, new TypingData(command.ChatId.Value, new UserRef(actor.UserId.Value, actor.Nickname)));
        live.Publish(new ToChat(command.ChatId, frame) { Except = actor.UserId });
        return Done.Instance;
    }

    private sealed record TypingData(Guid ChatId, UserRef User);
}
