using Microsoft.Extensions.Logging;
using RealTimeForum.Application.Ports;

namespace RealTimeForum.Infrastructure;

/// <summary>Acts of moderation in the program's log.</summary>
internal sealed partial class LoggedAudit(IActor actor, ILogger<LoggedAudit> logger) : IAudit
{
    public void Record(string action, string targetType, Guid targetId, string? reason = null) => Acted(logger, action, targetType, targetId, actor.IsSignedIn ? actor.UserId.Value : null);

    [LoggerMessage(2101, LogLevel.Information, "{Action} of {TargetType} {TargetId} by {UserId}")]
    private static partial void Acted(ILogger logger, string action, string targetType, Guid targetId, Guid? userId);
}
