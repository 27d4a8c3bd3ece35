using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>Gives my message another text.</summary>
public sealed record EditMessage(MessageId Id, [Multiline] string Content) : ICommand<Result<MessageView>>;

public sealed class EditMessageValidator : AbstractValidator<EditMessage>
{
    public EditMessageValidator() => RuleFor(c => c.Content).Custom((text, context) => context.AddRefusal(MessageContent.Parse(text).Error));
}

public sealed class EditMessagePreparation(IIndexedTexts texts) : IPrepare<EditMessage>
{
    public ValueTask<Error?> PrepareAsync(EditMessage message, CancellationToken cancellationToken)
    {
        texts.Prepare(message.Content);
        return ValueTask.FromResult<Error?>(null);
    }
}

public sealed class EditMessageHandler(IChatRepository chats, IReadDb db, IActor actor, TimeProvider clock) : ICommandHandler<EditMessage, Result<MessageView>>
{
    public async ValueTask<Result<MessageView>> Handle(EditMessage command, CancellationToken cancellationToken)
    {
        if (await chats.FindVisibleAsync(command.Id, actor.UserId, cancellationToken) is not { } found) return ChatErrors.MessageNotFound;
        if (!MessageContent.Parse(command.Content).TryGet(out var content, out var error)) return error;
        if (!found.Chat.Edit(found.Message, actor.UserId, content, clock.GetUtcNow()).TryGet(out var before, out error)) return error;
        var named = await MessageMentions.InAsync(db, found.Chat.Id, content, cancellationToken);
        if (before is not null)
        {
            chats.Add(before);
            await chats.RenameAsync(found.Message, named, cancellationToken);
        }
        return (await MessageViews.OfAsync(db, found.Chat.Id, [found.Message], found.Member, cancellationToken))[0] with { Mentions = named };
    }
}
