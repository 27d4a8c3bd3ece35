using RealTimeForum.Domain.Administration;

namespace RealTimeForum.Application.Ports;

/// <summary>The settings as they hold now; those in the configuration, until an administrator changed them.</summary>
public interface IForumSettings
{
    ForumSettings Current { get; }

    /// <summary>Whether limits of requests and sign-ins hold at all.</summary>
    bool AreLimitsOn { get; }

    /// <summary>Keeps them, in a command's transaction; they hold from its commit.</summary>
    Task SaveAsync(ForumSettings settings, CancellationToken cancellationToken);
}
