using FluentValidation;
using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Administration;

/// <summary>Administrators: gives somebody a role; it holds at once, on live connections too.</summary>
public sealed record SetRole(UserId UserId, Role? Role) : ICommand<Result<Done>>;

public sealed class SetRoleValidator : AbstractValidator<SetRole>
{
    public SetRoleValidator() => RuleFor(c => c.Role).NotNull().WithMessage("Choose client, moderator or admin.").IsInEnum();
}

public sealed class SetRoleHandler(IUserRepository users, IReadDb db, IAudit audit) : ICommandHandler<SetRole, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(SetRole command, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(command.UserId, cancellationToken) is not { } user) return UserErrors.NotFound;
        var (before, role) = (user.Role, command.Role!.Value);
        var isLast = before is Role.Admin && !await db.AnyAsync(db.Users.Where(other => other.Role == Role.Admin && other.Id != user.Id), cancellationToken);
        if (user.BecomeRole(role, isLast).Error is { } refusal) return refusal;
        if (role != before) audit.Record("user.role", "user", user.Id.Value, $"{before} → {role}");
        return Done.Instance;
    }
}
