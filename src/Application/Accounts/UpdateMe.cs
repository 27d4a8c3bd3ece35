using FluentValidation;
using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>Changes what I say of myself and who may reach me; what is null stays.</summary>
public sealed record UpdateMe(string? FirstName, string? LastName, int? Age, Gender? Gender, Openness? WhoMayWrite) : ICommand<Result<MeView>>;

public sealed class UpdateMeValidator : AbstractValidator<UpdateMe>
{
    public UpdateMeValidator()
    {
        RuleFor(c => c.FirstName!).IsPersonName().When(c => c.FirstName is not null);
        RuleFor(c => c.LastName!).IsPersonName().When(c => c.LastName is not null);
        RuleFor(c => c.Age).IsAge().When(c => c.Age is not null);
    }
}

public sealed class UpdateMeHandler(IUserRepository users, IClientRepository clients, IActor actor) : ICommandHandler<UpdateMe, Result<MeView>>
{
    public async ValueTask<Result<MeView>> Handle(UpdateMe command, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(actor.UserId, cancellationToken) is not { } me) return UserErrors.NotFound;
        var now = me.Details;
        me.Describe(new PersonalDetails(
            command.FirstName ?? now.FirstName, command.LastName ?? now.LastName, command.Age ?? now.Age, command.Gender ?? now.Gender));
        if (command.WhoMayWrite is { } openness && await clients.FindAsync(actor.UserId, cancellationToken) is { } client) client.OpenTo(openness);
        return MeView.Of(me);
    }
}
