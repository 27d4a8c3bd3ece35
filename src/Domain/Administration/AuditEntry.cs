using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Administration;

/// <summary>One act of moderation or administration. Written once, never changed.</summary>
public sealed class AuditEntry
{
    private AuditEntry() => (Action, TargetType, TargetId) = (null!, null!, null!);

    public AuditEntry(UserId? actor, string action, string targetType, string targetId, string? reason, string? address, DateTimeOffset now) =>
        (Id, At, Actor, Action, TargetType, TargetId, Reason, Address) = (TimeOrdered.NewGuid(), now, actor, action, targetType, targetId, reason, address);

    /// <summary>Later entries have greater ids.</summary>
    public Guid Id { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>Null is the program itself, by its settings.</summary>
    public UserId? Actor { get; private set; }

    /// <summary>Such as <c>user.suspend</c>.</summary>
    public string Action { get; private set; }

    public string TargetType { get; private set; }

    public string TargetId { get; private set; }

    public string? Reason { get; private set; }

    /// <summary>Where the request came from.</summary>
    public string? Address { get; private set; }
}
