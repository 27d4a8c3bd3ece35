using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Administration;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>Makes an account and signs its owner in.</summary>
public sealed record SignUp(
    string Nickname, string Email, [Verbatim] string Password, string FirstName, string LastName, int? Age, Gender? Gender, SignInOrigin Origin)
    : ICommand<Result<SignedIn>>
{
    /// <summary>Set by the operator's settings only; no request can.</summary>
    public Role Role { get; init; } = Role.Client;

    public Language Language { get; init; }

    /// <summary>The code of an invitation, where the forum takes people by it.</summary>
    [Verbatim] public string Invitation { get; init; } = "";

    internal string PasswordHash { get; set; } = "";
}

public sealed class SignUpValidator : AbstractValidator<SignUp>
{
    public SignUpValidator(IPasswords passwords)
    {
        RuleFor(c => c.Nickname).Custom((text, context) => context.AddRefusal(Nickname.Parse(text).Error));
        RuleFor(c => c.Email).Custom((text, context) => context.AddRefusal(EmailAddress.Parse(text).Error));
        RuleFor(c => c.FirstName).IsPersonName();
        RuleFor(c => c.LastName).IsPersonName();
        RuleFor(c => c.Age).IsAge();
        RuleFor(c => c.Gender).NotNull().WithMessage("Choose female, male, other or unspecified.").IsInEnum();
        RuleFor(c => c.Password).IsPassword(passwords)
            .Must((command, password) => !AccountRules.IsOwnName(password, command.Email, command.Email.Split('@')[0], command.Nickname, command.FirstName, command.LastName))
            .WithMessage(UserErrors.PasswordOwnName.Message);
    }
}

public sealed class SignUpPreparation(IPasswords passwords) : IPrepare<SignUp>
{
    public async ValueTask<Error?> PrepareAsync(SignUp message, CancellationToken cancellationToken)
    {
        if (!(await passwords.HashAsync(message.Password, cancellationToken)).TryGet(out var hash, out var error)) return error;
        message.PasswordHash = hash;
        return null;
    }
}

public sealed class SignUpHandler(
    IUserRepository users, ICredentials credentials, ISessionRepository sessions, ISignUpInvitationRepository invitations, IMailedTokenRepository tokens, IForumSettings settings, Mails mails,
    TimeProvider clock) : ICommandHandler<SignUp, Result<SignedIn>>
{
    public async ValueTask<Result<SignedIn>> Handle(SignUp command, CancellationToken cancellationToken)
    {
        if (!Nickname.Parse(command.Nickname).TryGet(out var nickname, out var error)) return error;
        if (!EmailAddress.Parse(command.Email).TryGet(out var email, out error)) return error;

        var now = clock.GetUtcNow();
        var admission = command.Role is Role.Client ? settings.Current.Admission : Admission.Open;
        var isInvited = admission is not Admission.Open && await IsInvitedAsync(command.Invitation, now, cancellationToken);
        if (admission is Admission.InviteOnly && !isInvited) return UserErrors.InvitationRequired;

        var details = new PersonalDetails(command.FirstName, command.LastName, command.Age!.Value, command.Gender!.Value);
        var user = User.SignUp(UserId.New(), nickname, email, details, command.Role, command.Language, mustWait: admission is Admission.Approval && !isInvited, now);
        users.Add(user);
        if (!(await credentials.CreateAsync(user, command.PasswordHash, cancellationToken)).TryGet(out _, out error)) return error;

        var (session, token) = Session.Open(user.Id, command.Origin.UserAgent, command.Origin.Address, now);
        sessions.Add(session);
        var (kept, proof) = MailedToken.Make(user, MailedPurpose.ConfirmEmail, now);
        tokens.Add(kept);
        mails.ConfirmAddress(user, proof.Text);
        return new SignedIn(MeView.Of(user, new Client(user.Id, now)), token.Text);
    }

    private async ValueTask<bool> IsInvitedAsync(string code, DateTimeOffset now, CancellationToken cancellationToken) =>
        code.Length > 0 && await invitations.FindAsync(SecretToken.HashOf(code), cancellationToken) is { } invitation && invitation.Use(now);
}
