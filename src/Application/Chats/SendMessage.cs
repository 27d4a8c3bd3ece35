using FluentValidation;
using Mediator;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Application.Uploads;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

/// <summary>Sends a message to a chat as the signed-in user.</summary>
/// <param name="ClientMessageId">Made by the sender once a message; a resend with it answers the first one.</param>
public sealed record SendMessage(ChatId ChatId, Guid? ClientMessageId, [Multiline] string Content, MessageId? ReplyToId, IReadOnlyList<UploadId>? AttachmentIds = null) : ICommand<Result<Sent>>
{
    /// <summary>As the word rules leave it.</summary>
    internal string? Text { get; set; }
}

/// <param name="IsNew">False for a resend: the door answers 200 instead of 201.</param>
public sealed record Sent(MessageView Message, bool IsNew);

public sealed class SendMessageValidator : AbstractValidator<SendMessage>
{
    public SendMessageValidator()
    {
        RuleFor(c => c.ClientMessageId).Must(id => id is { } given && given != Guid.Empty).WithMessage("Give each message a UUID of its own.");
        RuleFor(c => c.Content).Custom((text, context) => context.AddRefusal(MessageContent.Parse(text, context.InstanceToValidate.AttachmentIds is { Count: > 0 }).Error));
        RuleFor(c => c.AttachmentIds).Must(ids => ids is null || ids.Count <= Upload.MostOfOne).WithMessage(UploadErrors.TooMany.Message);
    }
}

public sealed class SendMessagePreparation(IMessageLimit limit, IContentRules rules, IIndexedTexts texts, IActor actor) : IPrepare<SendMessage>
{
    public ValueTask<Error?> PrepareAsync(SendMessage message, CancellationToken cancellationToken)
    {
        if (limit.Take(actor.UserId) is { } tooMany) return ValueTask.FromResult<Error?>(tooMany);
        if (!rules.CheckMessage(actor, message.Content).TryGet(out var text, out var refusal)) return ValueTask.FromResult<Error?>(refusal);
        message.Text = text;
        texts.Prepare(text);
        return ValueTask.FromResult<Error?>(null);
    }
}

public sealed class SendMessageHandler(IChatRepository chats, IUploadRepository uploads, ChatAdmission admission, IReadDb db, IActor actor, TimeProvider clock) : ICommandHandler<SendMessage, Result<Sent>>
{
    public async ValueTask<Result<Sent>> Handle(SendMessage command, CancellationToken cancellationToken)
    {
        if (await chats.FindPlaceAsync(command.ChatId, actor.UserId, cancellationToken) is not (var chat, var sender)) return ChatErrors.NotFound;
        IReadOnlyList<UploadId> attachments = command.AttachmentIds ?? [];
        if (!MessageContent.Parse(command.Text!, attachments.Count > 0).TryGet(out var content, out var error)) return error;
        var replyTo = command.ReplyToId is { } replyToId ? await chats.FindMessageAsync(replyToId, cancellationToken) : null;

        if (await chats.FindSentAsync(actor.UserId, command.ClientMessageId!.Value, cancellationToken) is { } first)
        {
            if (!first.WasSentAs(chat.Id, content, replyTo?.Seq, attachments)) return ChatErrors.MessageIdReused;
            ForumMeter.Resent.Add(1);
            return new Sent((await MessageViews.OfAsync(db, chat.Id, [first], sender, cancellationToken))[0], IsNew: false);
        }

        if (await admission.RefusalToSpeakAsync(chat, actor.UserId, cancellationToken) is { } refusal) return refusal;
        if (command.ReplyToId is not null && (replyTo is null || replyTo.ChatId != chat.Id || replyTo.IsDeleted || !sender.Sees(replyTo.Seq))) return ChatErrors.ReplyNotFound;
        var message = chat.Send(sender, command.ClientMessageId.Value, content, replyTo, clock.GetUtcNow(), attachments);
        chats.Add(message);
        IReadOnlyList<Upload> images = [];
        if (attachments.Count > 0 && !(await uploads.PutAsync(attachments, actor.UserId, UploadUse.Message, message.Id.Value, cancellationToken)).TryGet(out images!, out error)) return error;
        var named = await MessageMentions.InAsync(db, chat.Id, content, cancellationToken);
        foreach (var person in named) chats.Add(new Mention(chat.Id, UserId.From(person.Id), message.Seq));
        return new Sent(MessageView.OfNew(message, new UserRef(actor.UserId.Value, actor.Nickname), chat.IsGroup, await ReplyOf(replyTo, cancellationToken), named) with { Attachments = [.. images.Select(AttachmentView.Of)] }, IsNew: true);
    }

    private async ValueTask<ReplyView?> ReplyOf(Message? replyTo, CancellationToken cancellationToken)
    {
        if (replyTo is null) return null;
        var names = await MessageViews.NamesAsync(db, [replyTo.Sender], cancellationToken);
        return new ReplyView(replyTo.Id.Value, replyTo.Seq, names.Of(replyTo.Sender), replyTo.Content.Excerpt(ReplyView.ExcerptLength));
    }
}
