using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Ports;

/// <summary>What proves who somebody is, kept apart from the user.</summary>
public interface ICredentials
{
    /// <returns>Or <c>user.nickname_taken</c>, <c>user.email_taken</c>.</returns>
    Task<Result<Done>> CreateAsync(User user, string passwordHash, CancellationToken cancellationToken);

    /// <summary>By nickname or e-mail, outside any transaction.</summary>
    Task<Credential?> FindAsync(string login, CancellationToken cancellationToken);

    Task<Credential?> FindAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>In a command: null, or when the next attempt is looked at again.</summary>
    Task<DateTimeOffset?> SlowedUntilAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>Counts towards the limit of failures; beyond it attempts are refused for longer and longer.</summary>
    Task FailedAsync(UserId user, CancellationToken cancellationToken);

    Task SucceededAsync(UserId user, CancellationToken cancellationToken);

    Task ChangePasswordAsync(UserId user, string passwordHash, CancellationToken cancellationToken);

    /// <returns>Or <c>user.email_taken</c>.</returns>
    Task<Result<Done>> ChangeEmailAsync(UserId user, EmailAddress email, CancellationToken cancellationToken);

    Task RemoveAsync(UserId user, CancellationToken cancellationToken);
}

/// <param name="SlowedUntil">Null, or when the next attempt is looked at again.</param>
public sealed record Credential(UserId UserId, string PasswordHash, DateTimeOffset? SlowedUntil);

/// <summary>Slow on purpose; only so many run at once, and beyond a queue <c>auth.too_many_attempts</c> is the answer.</summary>
public interface IPasswords
{
    Task<Result<string>> HashAsync(string password, CancellationToken cancellationToken);

    /// <summary>A null hash takes as long as a real one and is never right.</summary>
    Task<Result<bool>> VerifyAsync(string? hash, string password, CancellationToken cancellationToken);

    bool IsCommon(string password);
}
