using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

/// <summary>Starts a private chat with a person, or gives the one that exists; or starts a group. Either <c>UserId</c> or <c>Name</c>.</summary>
public sealed record StartChat(UserId? UserId, string? Name, IReadOnlyList<Guid>? MemberIds, [Verbatim] string? IdempotencyKey) : ICreate
{
    public string Fingerprint => $"{UserId?.Value} {Name} {string.Join(',', MemberIds ?? [])}";
}

public sealed class StartChatValidator : AbstractValidator<StartChat>
{
    private const int MaxAtOnce = 500;

    public StartChatValidator()
    {
        RuleFor(c => c.UserId).Must((command, user) => user is null != command.Name is null).WithMessage(ChatErrors.UserOrName.Message);
        RuleFor(c => c.Name!).Length(1, Chat.MaxNameLength).WithMessage(ChatErrors.NameLength.Message).When(c => c.Name is not null);
        RuleFor(c => c.MemberIds).Must(ids => ids is null || ids.Count <= MaxAtOnce).WithMessage($"At most {MaxAtOnce} people at once.");
    }
}

public sealed class StartChatHandler(IChatRepository chats, ChatAdmission admission, IActor actor, TimeProvider clock) : ICommandHandler<StartChat, Result<Created>>
{
    public async ValueTask<Result<Created>> Handle(StartChat command, CancellationToken cancellationToken) =>
        command.UserId is { } other ? await WithAsync(other, cancellationToken) : await GroupAsync(command.Name!, command.MemberIds ?? [], cancellationToken);

    private async ValueTask<Result<Created>> WithAsync(UserId other, CancellationToken cancellationToken)
    {
        if (other == actor.UserId) return ChatErrors.WithYourself;
        if (await chats.FindPrivateAsync(actor.UserId, other, cancellationToken) is { } existing)
        {
            // Writing to somebody whom one refused is letting them in.
            if (await chats.FindGoneAsync(existing.Id, actor.UserId, cancellationToken) is { IsGone: true } refuser)
            {
                if (await admission.RefusalToSpeakAsync(existing, actor.UserId, cancellationToken) is { } apart) return apart;
                existing.Accept(refuser);
            }
            return new Created(existing.Id.Value, IsNew: false);
        }
        if (!(await admission.AdmitAsync(actor.UserId, other, cancellationToken)).TryGet(out var admitted, out var refusal)) return refusal;

        var (chat, one, two) = Chat.StartPrivate(await admission.SelfAsync(actor.UserId, cancellationToken), admitted.Client, admitted.IsStranger && admitted.Client.StrangersAsk, clock.GetUtcNow());
        chats.Add(chat);
        chats.Add(one);
        chats.Add(two);
        return new Created(chat.Id.Value);
    }

    private async ValueTask<Result<Created>> GroupAsync(string name, IReadOnlyList<Guid> memberIds, CancellationToken cancellationToken)
    {
        var people = memberIds.Select(UserId.From).Where(user => user != actor.UserId).Distinct().ToList();
        List<Client> clients = [];
        foreach (var person in people)
        {
            if (!(await admission.AdmitToGroupAsync(actor.UserId, person, cancellationToken)).TryGet(out var client, out var refusal))
                return refusal == ChatErrors.PersonNotFound ? CommonErrors.Invalid("memberIds", "One of them does not exist.") : refusal;
            clients.Add(client);
        }
        var owner = await admission.SelfAsync(actor.UserId, cancellationToken);
        if (!Chat.StartGroup(name, owner, clients, clock.GetUtcNow()).TryGet(out var started, out var error)) return error;
        chats.Add(started.Chat);
        foreach (var member in started.Members) chats.Add(member);
        return new Created(started.Chat.Id.Value);
    }
}
