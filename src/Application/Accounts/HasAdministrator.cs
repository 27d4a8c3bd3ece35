using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>Whether anybody can administer the forum yet.</summary>
public sealed record HasAdministrator : IQuery<Result<bool>>;

public sealed class HasAdministratorHandler(IReadDb db) : IQueryHandler<HasAdministrator, Result<bool>>
{
    public async ValueTask<Result<bool>> Handle(HasAdministrator query, CancellationToken cancellationToken) =>
        await db.AnyAsync(db.Users.Where(user => user.Role == Role.Admin), cancellationToken);
}
