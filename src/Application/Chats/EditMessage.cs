using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Application.Uploads;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Uploads;

namespace RealTimeForum.Application.Chats;

/// <summary>Gives my message another text, or other images.</summary>
/// <param name="AttachmentIds">All images it shall have, in this order; null leaves them as they are.</param>
public sealed record EditMessage(MessageId Id, [Multiline] string Content, IReadOnlyList<UploadId>? AttachmentIds = null) : ICommand<Result<MessageView>>
{
    /// <summary>As the word rules leave it.</summary>
    internal string? Text { get; set; }
}

public sealed class EditMessageValidator : AbstractValidator<EditMessage>
{
    public EditMessageValidator()
    {
        RuleFor(c => c.Content).Custom((text, context) => context.AddRefusal(MessageContent.Parse(text, context.InstanceToValidate.AttachmentIds is not { Count: 0 }).Error));
        RuleFor(c => c.AttachmentIds).Must(ids => ids is null || ids.Count <= Upload.MostOfOne).WithMessage(UploadErrors.TooMany.Message);
    }
}

public sealed class EditMessagePreparation(IContentRules rules, IIndexedTexts texts, IActor actor) : IPrepare<EditMessage>
{
    public ValueTask<Error?> PrepareAsync(EditMessage message, CancellationToken cancellationToken)
    {
        if (!rules.CheckMessage(actor, message.Content).TryGet(out var text, out var refusal)) return ValueTask.FromResult<Error?>(refusal);
        message.Text = text;
        texts.Prepare(text);
        return ValueTask.FromResult<Error?>(null);
    }
}

public sealed class EditMessageHandler(IChatRepository chats, IUploadRepository uploads, ChatAdmission admission, IReadDb db, IActor actor, TimeProvider clock) : ICommandHandler<EditMessage, Result<MessageView>>
{
    public async ValueTask<Result<MessageView>> Handle(EditMessage command, CancellationToken cancellationToken)
    {
        if (await chats.FindVisibleAsync(command.Id, actor.UserId, cancellationToken) is not { } found) return ChatErrors.MessageNotFound;
        if (await admission.RefusalToSpeakAsync(found.Chat, actor.UserId, cancellationToken) is { } refusal) return refusal;
        var before = (await uploads.OfAsync(UploadUse.Message, found.Message.Id.Value, cancellationToken)).Select(upload => upload.Id).ToList();
        var images = command.AttachmentIds?.Distinct().ToList() ?? before;
        if (!MessageContent.Parse(command.Text!, images.Count > 0).TryGet(out var content, out var error)) return error;
        if (!found.Chat.Edit(found.Message, actor.UserId, content, clock.GetUtcNow(), images.SequenceEqual(before) ? null : images.Count).TryGet(out var revision, out error)) return error;
        if (!(await uploads.PutAsync(images, actor.UserId, UploadUse.Message, found.Message.Id.Value, cancellationToken)).TryGet(out var kept, out error)) return error;
        var named = await MessageMentions.InAsync(db, found.Chat.Id, content, cancellationToken);
        if (revision is not null)
        {
            chats.Add(revision);
            await chats.RenameAsync(found.Message, named, cancellationToken);
        }
        return (await MessageViews.OfAsync(db, found.Chat.Id, [found.Message], found.Member, cancellationToken))[0] with { Mentions = named, Attachments = [.. kept.Select(AttachmentView.Of)] };
    }
}
