using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>Makes a code that lets people into a group.</summary>
/// <param name="ExpiresInHours">Null never expires.</param>
/// <param name="MaxUses">Null has no limit.</param>
public sealed record MakeInvite(ChatId ChatId, int? ExpiresInHours, int? MaxUses, [Verbatim] string? IdempotencyKey) : ICreate
{
    public string Fingerprint => $"{ChatId.Value} {ExpiresInHours} {MaxUses}";
}

/// <summary>An invite that I made.</summary>
public sealed record GetMadeInvite(Guid Id) : IQuery<Result<InviteView>>;

public sealed class GetMadeInviteHandler(IReadDb db, IActor actor) : IQueryHandler<GetMadeInvite, Result<InviteView>>
{
    public async ValueTask<Result<InviteView>> Handle(GetMadeInvite query, CancellationToken cancellationToken) =>
        await db.FirstAsync(db.Invites.Where(invite => invite.Id == query.Id && invite.Maker == actor.UserId), cancellationToken) is { } invite
            ? InviteView.Of(invite)
            : ChatErrors.InviteNotFound;
}

public sealed record InviteView(string Code, DateTimeOffset? ExpiresAt, int? MaxUses, int Uses)
{
    public static InviteView Of(Invite invite) => new(invite.Code, invite.ExpiresAt, invite.MaxUses, invite.Uses);
}

/// <summary>The open invites of a group: mine, and everybody's for who manages it; the newest first.</summary>
public sealed record ListInvites(ChatId ChatId) : IQuery<Result<Page<InviteView>>>;

public sealed class ListInvitesHandler(IReadDb db, IActor actor, TimeProvider clock) : IQueryHandler<ListInvites, Result<Page<InviteView>>>
{
    public async ValueTask<Result<Page<InviteView>>> Handle(ListInvites query, CancellationToken cancellationToken)
    {
        if (await db.FirstAsync(db.Mine(actor.UserId).Where(mine => mine.Chat.Id == query.ChatId), cancellationToken) is not { } mine) return ChatErrors.NotFound;
        var isManager = mine.Chat.IsManagedBy(mine.Me);
        var invites = db.Invites.Where(invite => invite.ChatId == query.ChatId && !invite.IsRevoked && (isManager || invite.Maker == actor.UserId));
        var newest = await db.ListAsync(invites.OrderByDescending(invite => invite.CreatedAt), cancellationToken);
        return Page.Whole<InviteView>([.. newest.Where(invite => invite.IsOpen(clock.GetUtcNow())).Select(InviteView.Of)]);
    }
}

public sealed class MakeInviteValidator : AbstractValidator<MakeInvite>
{
    public MakeInviteValidator()
    {
        RuleFor(c => c.ExpiresInHours).InclusiveBetween(1, Invite.MaxHours).WithMessage($"1 to {Invite.MaxHours} hours.");
        RuleFor(c => c.MaxUses).InclusiveBetween(1, Invite.MaxMaxUses).WithMessage($"1 to {Invite.MaxMaxUses} uses.");
    }
}

public sealed class MakeInviteHandler(IChatRepository chats, IActor actor, TimeProvider clock) : ICommandHandler<MakeInvite, Result<Created>>
{
    public async ValueTask<Result<Created>> Handle(MakeInvite command, CancellationToken cancellationToken)
    {
        if (await chats.FindMemberAsync(command.ChatId, actor.UserId, cancellationToken) is not { } me) return ChatErrors.NotFound;
        if (await chats.FindAsync(command.ChatId, cancellationToken) is not { } chat) return ChatErrors.NotFound;
        if (!Invite.To(chat, me, command.ExpiresInHours, command.MaxUses, clock.GetUtcNow()).TryGet(out var invite, out var error)) return error;
        chats.Add(invite);
        return new Created(invite.Id);
    }
}

/// <summary>What somebody who has the code may know before joining.</summary>
public sealed record GetInvite([Verbatim] string Code) : IQuery<Result<InvitePreview>>;

/// <param name="ChatId">Null until the reader is a member.</param>
public sealed record InvitePreview(string Code, string Name, int MemberCount, DateTimeOffset? ExpiresAt, bool IsMember, Guid? ChatId);

public sealed class GetInviteHandler(IReadDb db, IActor actor, TimeProvider clock) : IQueryHandler<GetInvite, Result<InvitePreview>>
{
    public async ValueTask<Result<InvitePreview>> Handle(GetInvite query, CancellationToken cancellationToken)
    {
        var found =
            from invite in db.Invites
            where invite.Code == query.Code
            join chat in db.Chats on invite.ChatId equals chat.Id
            select new { Invite = invite, Chat = chat };
        if (await db.FirstAsync(found, cancellationToken) is not { } row || !row.Invite.IsOpen(clock.GetUtcNow())) return ChatErrors.InviteNotFound;
        var isMember = await db.AnyAsync(db.Members.Membership(row.Chat.Id, actor.UserId), cancellationToken);
        return new InvitePreview(row.Invite.Code, row.Chat.Name ?? "", row.Chat.MemberCount, row.Invite.ExpiresAt, isMember, isMember ? row.Chat.Id.Value : null);
    }
}

/// <summary>Joins the group of a code and answers with its id; a member stays one, and uses nothing up.</summary>
public sealed record AcceptInvite([Verbatim] string Code) : ICommand<Result<ChatId>>;

public sealed class AcceptInviteHandler(IChatRepository chats, ChatAdmission admission, IActor actor, TimeProvider clock) : ICommandHandler<AcceptInvite, Result<ChatId>>
{
    public async ValueTask<Result<ChatId>> Handle(AcceptInvite command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await chats.FindInviteAsync(command.Code, cancellationToken) is not { } invite || !invite.IsOpen(now)) return ChatErrors.InviteNotFound;
        if (await chats.FindAsync(invite.ChatId, cancellationToken) is not { } chat) return ChatErrors.InviteNotFound;
        if (await chats.FindMemberAsync(chat.Id, actor.UserId, cancellationToken) is not null) return chat.Id;
        var removal = await chats.FindRemovalAsync(chat.Id, actor.UserId, cancellationToken);
        if (!invite.LetsIn(chat, await chats.FindMemberAsync(chat.Id, invite.Maker, cancellationToken), removal?.At)) return ChatErrors.InviteNotFound;
        if (!chat.Join(await admission.SelfAsync(actor.UserId, cancellationToken), now).TryGet(out var member, out var error)) return error;
        chats.Add(member);
        if (removal is not null) chats.Remove(removal);
        invite.Use();
        return chat.Id;
    }
}

/// <summary>Ends a code; its maker and who manages the group can.</summary>
public sealed record RevokeInvite([Verbatim] string Code) : ICommand<Result<Done>>;

public sealed class RevokeInviteHandler(IChatRepository chats, IActor actor) : ICommandHandler<RevokeInvite, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(RevokeInvite command, CancellationToken cancellationToken)
    {
        if (await chats.FindInviteAsync(command.Code, cancellationToken) is not { } invite) return ChatErrors.InviteNotFound;
        if (await chats.FindMemberAsync(invite.ChatId, actor.UserId, cancellationToken) is not { } me) return ChatErrors.InviteNotFound;
        if (await chats.FindAsync(invite.ChatId, cancellationToken) is not { } chat) return ChatErrors.InviteNotFound;
        return invite.Revoke(chat, me);
    }
}
