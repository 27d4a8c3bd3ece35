using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Administration;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Administration;

/// <summary>Administrators: makes a code with which people can sign up where nobody else can.</summary>
/// <param name="ExpiresInDays">1–365; null is 7.</param>
/// <param name="MaxUses">1–1000; null is 1.</param>
public sealed record InviteToSignUp(int? ExpiresInDays, int? MaxUses) : ICommand<Result<NewInvitation>>;

/// <param name="Code">Shown this once.</param>
public sealed record NewInvitation(Guid Id, string Code, DateTimeOffset ExpiresAt, int MaxUses);

public sealed class InviteToSignUpValidator : AbstractValidator<InviteToSignUp>
{
    public InviteToSignUpValidator()
    {
        RuleFor(c => c.ExpiresInDays).InclusiveBetween(1, 365).WithMessage("1 to 365 days.");
        RuleFor(c => c.MaxUses).InclusiveBetween(1, SignUpInvitation.MaxUsesAtMost).WithMessage($"1 to {SignUpInvitation.MaxUsesAtMost} people.");
    }
}

public sealed class InviteToSignUpHandler(ISignUpInvitationRepository invitations, IActor actor, IAudit audit, TimeProvider clock) : ICommandHandler<InviteToSignUp, Result<NewInvitation>>
{
    public ValueTask<Result<NewInvitation>> Handle(InviteToSignUp command, CancellationToken cancellationToken)
    {
        var (code, now) = (SecretToken.New(), clock.GetUtcNow());
        var invitation = SignUpInvitation.Make(actor.UserId, code.Hash, command.MaxUses ?? 1, now.AddDays(command.ExpiresInDays ?? 7), now);
        invitations.Add(invitation);
        audit.Record("invitation.make", "invitation", invitation.Id.Value, $"{invitation.MaxUses} × → {invitation.ExpiresAt:u}");
        return ValueTask.FromResult<Result<NewInvitation>>(new NewInvitation(invitation.Id.Value, code.Text, invitation.ExpiresAt, invitation.MaxUses));
    }
}

/// <summary>Administrators: invitations that still hold, the newest first; never their codes.</summary>
public sealed record ListSignUpInvitations : IQuery<Result<Page<InvitationView>>>;

public sealed record InvitationView(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, int MaxUses, int Uses);

public sealed class ListSignUpInvitationsHandler(IReadDb db, TimeProvider clock) : IQueryHandler<ListSignUpInvitations, Result<Page<InvitationView>>>
{
    public async ValueTask<Result<Page<InvitationView>>> Handle(ListSignUpInvitations query, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var live = db.SignUpInvitations.Where(invitation => invitation.ExpiresAt > now && invitation.Uses < invitation.MaxUses).OrderByDescending(invitation => invitation.Id).Take(Page.MaxLimit);
        return Page.Whole<InvitationView>([.. (await db.ListAsync(live, cancellationToken)).Select(invitation =>
            new InvitationView(invitation.Id.Value, invitation.CreatedAt, invitation.ExpiresAt, invitation.MaxUses, invitation.Uses))]);
    }
}

/// <summary>Administrators: the code of this invitation no longer works.</summary>
public sealed record WithdrawInvitation(SignUpInvitationId Id) : ICommand<Result<Done>>;

public sealed class WithdrawInvitationHandler(ISignUpInvitationRepository invitations, IAudit audit) : ICommandHandler<WithdrawInvitation, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(WithdrawInvitation command, CancellationToken cancellationToken)
    {
        if (await invitations.FindAsync(command.Id, cancellationToken) is not { } invitation) return UserErrors.InvitationNotFound;
        invitations.Remove(invitation);
        audit.Record("invitation.withdraw", "invitation", invitation.Id.Value);
        return Done.Instance;
    }
}
