using FluentValidation;
using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>The language that mails to me are written in.</summary>
public sealed record SetLanguage(Language? Language) : ICommand<Result<Done>>;

public sealed class SetLanguageValidator : AbstractValidator<SetLanguage>
{
    public SetLanguageValidator() => RuleFor(c => c.Language).NotNull().WithMessage("Choose en or ru.").IsInEnum();
}

public sealed class SetLanguageHandler(IUserRepository users, IActor actor) : ICommandHandler<SetLanguage, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(SetLanguage command, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(actor.UserId, cancellationToken) is not { } me) return UserErrors.NotFound;
        me.Speak(command.Language!.Value);
        return Done.Instance;
    }
}
