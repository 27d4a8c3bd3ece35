using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using RealTimeForum.Infrastructure.Backups;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.Infrastructure.Persistence.Postgres;

namespace RealTimeForum.WebApi.Start;

/// <summary>The forum can't start, and this one line says why.</summary>
internal sealed class StartRefusedException(string message) : Exception(message);

/// <summary>An operator's mistake is answered with one line, not with a stack trace.</summary>
internal static class Refusal
{
    /// <returns>Null when it is no mistake of an operator's.</returns>
    public static string? Of(Exception exception) => exception switch
    {
        StartRefusedException refused => refused.Message,
        OptionsValidationException wrong => $"A setting is wrong: {string.Join("; ", wrong.Failures)}",
        InvalidOperationException { Message: var message } when message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) => $"A setting is wrong: {message}",
        UnusableDatabaseException unusable => $"{unusable.Message}.",
        BackupException backup => $"{backup.Message}.",
        CopyException copy => $"{copy.Message}.",
        IOException { InnerException: AddressInUseException } inUse => $"urls: {inUse.Message.TrimEnd('.')}. Stop what listens there, or choose another address with --urls.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable or SocketError.AccessDenied } socket => $"urls: cannot listen there: {socket.Message}",
        FormatException { Message: var message } when message.Contains("url", StringComparison.OrdinalIgnoreCase) => $"urls: {message}",
        _ => null,
    };
}
