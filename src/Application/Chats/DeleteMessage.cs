using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Uploads;

namespace RealTimeForum.Application.Chats;

/// <summary>Takes a message's text away for good; its place stays.</summary>
public sealed record DeleteMessage(MessageId Id) : ICommand<Result<Done>>;

public sealed class DeleteMessageHandler(IChatRepository chats, IUploadRepository uploads, IActor actor, TimeProvider clock) : ICommandHandler<DeleteMessage, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(DeleteMessage command, CancellationToken cancellationToken)
    {
        if (await chats.FindVisibleAsync(command.Id, actor.UserId, cancellationToken) is not { } found) return ChatErrors.MessageNotFound;
        if (found.Chat.Delete(found.Message, found.Member, clock.GetUtcNow()).Error is { } error) return error;
        await uploads.ForgetAsync(UploadUse.Message, found.Message.Id.Value, cancellationToken);
        await chats.RemoveRevisionsAsync(found.Message, cancellationToken);
        await chats.RenameAsync(found.Message, [], cancellationToken);
        return Done.Instance;
    }
}
