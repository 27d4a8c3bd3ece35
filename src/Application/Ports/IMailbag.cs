using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Ports;

/// <summary>What became of mails: those that are on their way, and those that nobody took.</summary>
public interface IMailbag
{
    Task<MailCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>Those that were given up, the newest first.</summary>
    /// <param name="before">Only mails older than this one.</param>
    Task<List<LostMail>> LostAsync(Guid? before, int most, CancellationToken cancellationToken);

    /// <summary>In a command: it is sent at once, and from then on as long as any other.</summary>
    /// <returns>False when no such mail was given up.</returns>
    Task<bool> RetryAsync(Guid id, CancellationToken cancellationToken);

    /// <returns>False when no such mail was given up.</returns>
    Task<bool> RemoveAsync(Guid id, CancellationToken cancellationToken);
}

/// <param name="Waiting">To be sent, for the first time or again.</param>
/// <param name="Lost">Given up.</param>
public sealed record MailCounts(int Waiting, int Lost);

/// <param name="Reason">The server's own words.</param>
public sealed record LostMail(Guid Id, UserId User, string To, string Subject, DateTimeOffset WrittenAt, DateTimeOffset LostAt, string Reason);
