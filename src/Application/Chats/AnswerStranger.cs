using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>Lets somebody who asked to write to me in, or not; to them a refusal looks like silence.</summary>
public sealed record AnswerStranger(ChatId ChatId, bool IsAccepted) : ICommand<Result<Done>>;

public sealed class AnswerStrangerHandler(IChatRepository chats, ChatAdmission admission, IActor actor) : ICommandHandler<AnswerStranger, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(AnswerStranger command, CancellationToken cancellationToken)
    {
        if (await chats.FindMemberAsync(command.ChatId, actor.UserId, cancellationToken) is not { } me) return ChatErrors.NotFound;
        if (await chats.FindAsync(command.ChatId, cancellationToken) is not { } chat) return ChatErrors.NotFound;
        if (!command.IsAccepted) return chat.Refuse(me);
        if (await admission.RefusalToSpeakAsync(chat, actor.UserId, cancellationToken) is { } refusal) return refusal;
        chat.Accept(me);
        return Done.Instance;
    }
}
