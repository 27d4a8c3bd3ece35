using FluentValidation;
using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>Renames a group, or says whether its members may add people; what is null stays.</summary>
public sealed record UpdateChat(ChatId Id, string? Name, bool? MembersCanInvite) : ICommand<Result<Done>>;

public sealed class UpdateChatValidator : AbstractValidator<UpdateChat>
{
    public UpdateChatValidator() => RuleFor(c => c.Name!).Length(1, Chat.MaxNameLength).WithMessage(ChatErrors.NameLength.Message).When(c => c.Name is not null);
}

public sealed class UpdateChatHandler(IChatRepository chats, IActor actor) : ICommandHandler<UpdateChat, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(UpdateChat command, CancellationToken cancellationToken)
    {
        if (await chats.FindMemberAsync(command.Id, actor.UserId, cancellationToken) is null) return ChatErrors.NotFound;
        if (await chats.FindAsync(command.Id, cancellationToken) is not { } chat) return ChatErrors.NotFound;
        if (command.Name is not null && chat.Rename(actor.UserId, command.Name).Error is { } refusal) return refusal;
        if (command.MembersCanInvite is { } allowed && chat.LetMembersInvite(actor.UserId, allowed).Error is { } refused) return refused;
        return Done.Instance;
    }
}
