using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Ports;

/// <summary>Everything of one person, wherever it lies.</summary>
public interface IPersonalData
{
    /// <summary>One JSON object, written as it is read.</summary>
    Task WriteAsync(UserId user, Stream to, CancellationToken cancellationToken);

    /// <summary>In a command: forgets keys, mails and links that wait for them.</summary>
    Task ForgetAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>After the commit: nothing of what was erased stays in the database's files.</summary>
    Task CleanAsync(UserId user, CancellationToken cancellationToken);
}
