using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Ports;

/// <summary>Everything of one person, wherever it lies.</summary>
public interface IPersonalData
{
    /// <summary>One JSON object, written as it is read.</summary>
    Task WriteAsync(UserId user, Stream to, CancellationToken cancellationToken);

    /// <summary>Each image that they put here, to be read once and closed.</summary>
    IAsyncEnumerable<OwnFile> FilesAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>In a command: forgets keys, mails and links that wait for them, their picture and images that nobody saw.</summary>
    Task ForgetAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>After the commit: nothing of what was erased stays in the database's files.</summary>
    Task CleanAsync(UserId user, CancellationToken cancellationToken);
}

/// <param name="Name">With an ending that says what it is; the export's <c>uploads</c> name it too.</param>
public sealed record OwnFile(string Name, Stream Content);
