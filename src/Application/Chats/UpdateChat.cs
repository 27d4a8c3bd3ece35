using FluentValidation;
using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Uploads;

namespace RealTimeForum.Application.Chats;

/// <summary>Renames a group, gives it a picture, or says whether its members may add people and what those who come may read; what is null stays.</summary>
public sealed record UpdateChat(ChatId Id, string? Name, bool? MembersCanInvite, bool? NewcomersSeeHistory) : ICommand<Result<Done>>
{
    /// <summary>The one picture, or none of them; null leaves it as it is.</summary>
    public IReadOnlyList<UploadId>? Picture { get; init; }
}

public sealed class UpdateChatValidator : AbstractValidator<UpdateChat>
{
    public UpdateChatValidator() => RuleFor(c => c.Name!).Length(1, Chat.MaxNameLength).WithMessage(ChatErrors.NameLength.Message).When(c => c.Name is not null);
}

public sealed class UpdateChatHandler(IChatRepository chats, IUploadRepository uploads, IActor actor) : ICommandHandler<UpdateChat, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(UpdateChat command, CancellationToken cancellationToken)
    {
        if (await chats.FindMemberAsync(command.Id, actor.UserId, cancellationToken) is not { } me) return ChatErrors.NotFound;
        if (await chats.FindAsync(command.Id, cancellationToken) is not { } chat) return ChatErrors.NotFound;
        if (command.Name is not null && chat.Rename(me, command.Name).Error is { } refusal) return refusal;
        if ((command.MembersCanInvite ?? command.NewcomersSeeHistory) is not null && chat.Set(me, command.MembersCanInvite, command.NewcomersSeeHistory).Error is { } refused) return refused;
        if (command.Picture is { } ids)
        {
            if (chat.ChangePicture(me).Error is { } forbidden) return forbidden;
            if ((await uploads.PutAsync(ids, actor.UserId, UploadUse.ChatPicture, chat.Id.Value, cancellationToken)).Error is { } unknown) return unknown;
        }
        return Done.Instance;
    }
}
