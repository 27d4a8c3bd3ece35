using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Administration;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.Infrastructure.Administration;

internal sealed class Audit(UnitOfWork work, IActor actor, TimeProvider clock) : IAudit
{
    public void Record(string action, string targetType, Guid targetId, string? reason = null) =>
        work.Db.Add(new AuditEntry(actor.IsSignedIn ? actor.UserId : null, action, targetType, targetId.ToString("D"), reason, actor.Address, clock.GetUtcNow()));
}
