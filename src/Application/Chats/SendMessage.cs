using FluentValidation;
using Mediator;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

/// <summary>Sends a message to a chat as the signed-in user.</summary>
/// <param name="ClientMessageId">Made by the sender once a message; a resend with it answers the first one.</param>
public sealed record SendMessage(ChatId ChatId, Guid? ClientMessageId, [Multiline] string Content, MessageId? ReplyToId) : ICommand<Result<Sent>>;

/// <param name="IsNew">False for a resend: the door answers 200 instead of 201.</param>
public sealed record Sent(MessageView Message, bool IsNew);

public sealed class SendMessageValidator : AbstractValidator<SendMessage>
{
    public SendMessageValidator()
    {
        RuleFor(c => c.ClientMessageId).Must(id => id is { } given && given != Guid.Empty).WithMessage("Give each message a UUID of its own.");
        RuleFor(c => c.Content).Custom((text, context) => context.AddRefusal(MessageContent.Parse(text).Error));
    }
}

public sealed class SendMessagePreparation(IMessageLimit limit, IIndexedTexts texts, IActor actor) : IPrepare<SendMessage>
{
    public ValueTask<Error?> PrepareAsync(SendMessage message, CancellationToken cancellationToken)
    {
        var refusal = limit.Take(actor.UserId);
        if (refusal is null) texts.Prepare(message.Content);
        return ValueTask.FromResult(refusal);
    }
}

public sealed class SendMessageHandler(IChatRepository chats, IReadDb db, IActor actor, TimeProvider clock) : ICommandHandler<SendMessage, Result<Sent>>
{
    public async ValueTask<Result<Sent>> Handle(SendMessage command, CancellationToken cancellationToken)
    {
        if (await chats.FindPlaceAsync(command.ChatId, actor.UserId, cancellationToken) is not (var chat, var sender)) return ChatErrors.NotFound;
        if (!MessageContent.Parse(command.Content).TryGet(out var content, out var error)) return error;
        var replyTo = command.ReplyToId is { } replyToId ? await chats.FindMessageAsync(replyToId, cancellationToken) : null;

        if (await chats.FindSentAsync(actor.UserId, command.ClientMessageId!.Value, cancellationToken) is { } first)
        {
            if (!first.WasSentAs(chat.Id, content, replyTo?.Seq)) return ChatErrors.MessageIdReused;
            return new Sent((await MessageViews.OfAsync(db, chat.Id, [first], sender, cancellationToken))[0], IsNew: false);
        }

        if (command.ReplyToId is not null && (replyTo is null || replyTo.ChatId != chat.Id || replyTo.IsDeleted || !sender.Sees(replyTo.Seq))) return ChatErrors.ReplyNotFound;
        var message = chat.Send(sender, command.ClientMessageId.Value, content, replyTo, clock.GetUtcNow());
        chats.Add(message);
        var named = await MessageMentions.InAsync(db, chat.Id, content, cancellationToken);
        foreach (var person in named) chats.Add(new Mention(chat.Id, UserId.From(person.Id), message.Seq));
        return new Sent(MessageView.OfNew(message, new UserRef(actor.UserId.Value, actor.Nickname), chat.IsGroup, await ReplyOf(replyTo, cancellationToken), named), IsNew: true);
    }

    private async ValueTask<ReplyView?> ReplyOf(Message? replyTo, CancellationToken cancellationToken)
    {
        if (replyTo is null) return null;
        var names = await MessageViews.NamesAsync(db, [replyTo.Sender], cancellationToken);
        return new ReplyView(replyTo.Id.Value, replyTo.Seq, names.Of(replyTo.Sender), replyTo.Content.Excerpt(ReplyView.ExcerptLength));
    }
}
