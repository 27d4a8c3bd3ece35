using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>Puts my reaction on a message or takes it off; doing it twice changes nothing.</summary>
public sealed record ReactToMessage(MessageId Id, string Emoji, bool IsOn) : ICommand<Result<IReadOnlyList<ReactionView>>>;

public sealed class ReactToMessageValidator : AbstractValidator<ReactToMessage>
{
    public ReactToMessageValidator() => RuleFor(c => c.Emoji).Custom((text, context) => context.AddRefusal(Emoji.Parse(text).Error));
}

public sealed class ReactToMessageHandler(IChatRepository chats, ChatAdmission admission, IReadDb db, IActor actor, TimeProvider clock)
    : ICommandHandler<ReactToMessage, Result<IReadOnlyList<ReactionView>>>
{
    public async ValueTask<Result<IReadOnlyList<ReactionView>>> Handle(ReactToMessage command, CancellationToken cancellationToken)
    {
        if (await chats.FindVisibleAsync(command.Id, actor.UserId, cancellationToken) is not { Message.IsDeleted: false } found) return ChatErrors.MessageNotFound;
        if (await admission.RefusalToSpeakAsync(found.Chat, actor.UserId, cancellationToken) is { } refusal) return refusal;
        if (!Emoji.Parse(command.Emoji).TryGet(out var emoji, out var error)) return error;

        var mine = await chats.FindReactionAsync(found.Message, actor.UserId, emoji, cancellationToken);
        var before = await MessageViews.ReactionsOfAsync(db, found.Message, actor.UserId, cancellationToken);
        if (command.IsOn == mine is not null) return Result.Of(before);
        if (command.IsOn) chats.Add(found.Chat.React(found.Message, found.Member, emoji, clock.GetUtcNow()));
        else
        {
            found.Chat.TakeBack(mine!, found.Message);
            chats.Remove(mine!);
        }
        return Result.Of(Changed(before, emoji.Value, command.IsOn));
    }

    private static IReadOnlyList<ReactionView> Changed(IReadOnlyList<ReactionView> before, string emoji, bool isOn)
    {
        if (!before.Any(reaction => reaction.Emoji == emoji)) return [.. before, new ReactionView(emoji, 1, true)];
        return [.. before.Select(reaction => reaction.Emoji == emoji ? reaction with { Count = reaction.Count + (isOn ? 1 : -1), Mine = isOn } : reaction).Where(reaction => reaction.Count > 0)];
    }
}
