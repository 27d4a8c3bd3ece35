using System.Globalization;
using MailKit.Net.Smtp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.Infrastructure.Persistence.Mapping;

namespace RealTimeForum.Infrastructure.Mail;

/// <summary>
/// Takes what waits in the outbox to the mail server, and what it does not get rid of it tries again, later and later, for five days. What nobody
/// took, or the server refused for good, is lost: administrators see it, until it is a month old.
/// Without a server it writes each mail into the data folder. A mail may arrive twice when the program is killed in between, never not at all.
/// </summary>
internal sealed class MailSender(
    IServiceScopeFactory scopes, ReadPool pool, ILeader leader, LetterSeal seal, IOptions<ForumOptions> options, TimeProvider clock, ILogger<MailSender> logger) : BackgroundService
{
    public const string Folder = "mail";

    private const int AtOnce = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    /// <summary>About five days of them.</summary>
    private const int MostAttempts = 130;

    private static readonly TimeSpan KeepLost = TimeSpan.FromDays(30);
    private static readonly TimeSpan ServerTimeout = TimeSpan.FromSeconds(30);

    private MailOptions Settings => options.Value.Mail;

    /// <summary>The names of the files that hold a person's mails.</summary>
    public static string FilesOf(UserId user) => $"*-{user.Value:N}.eml*";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (Settings.Host.Length == 0) logger.WritesFiles(Path.Combine(options.Value.DataDirectory, Folder));
        using var timer = new PeriodicTimer(Pause);
        try
        {
            do
            {
                try
                {
                    await SendDueAsync(stoppingToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    logger.Failed(exception);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // What waits is sent after the next start.
        }
    }

    private async Task SendDueAsync(CancellationToken cancellationToken)
    {
        var due = await DueAsync(cancellationToken);
        if (due.Count == 0 || !await leader.LeadsAsync(cancellationToken)) return;
        using var server = Settings.Host.Length > 0 ? new SmtpClient { Timeout = (int)ServerTimeout.TotalMilliseconds } : null;
        var outcomes = new Dictionary<Guid, (Outcome Outcome, string Failure)>();
        foreach (var mail in due) outcomes[mail.Id] = await SendAsync(mail, server, cancellationToken);
        if (server is { IsConnected: true }) await server.DisconnectAsync(quit: true, cancellationToken);
        await RecordAsync(outcomes);
    }

    /// <summary>A mail that was never tried is due whatever the clock says, and so is one that would wait longer than any does: the clock was put back since.</summary>
    private async Task<List<OutboxMail>> DueAsync(CancellationToken cancellationToken)
    {
        var (db, now) = (pool.Rent(), clock.GetUtcNow());
        var beyond = now + LongestPause;
        try
        {
            return await db.Set<OutboxMail>().Where(mail => mail.LostAt == null && (mail.NextAttemptAt <= now || mail.NextAttemptAt > beyond || mail.Attempts == 0))
                .OrderBy(mail => mail.NextAttemptAt).Take(AtOnce).ToListAsync(cancellationToken);
        }
        finally
        {
            pool.Return(db);
        }
    }

    private async Task<(Outcome Outcome, string Failure)> SendAsync(OutboxMail mail, SmtpClient? server, CancellationToken cancellationToken)
    {
        if (mail.UserId is not { } user) return (Outcome.Sent, "");
        try
        {
            using var message = Compose(seal.Open(mail.Letter), mail);
            if (server is null)
            {
                await WriteFileAsync(message, user, mail, cancellationToken);
                return (Outcome.Sent, "");
            }
            if (!server.IsConnected) await ConnectAsync(server, cancellationToken);
            await server.SendAsync(message, cancellationToken);
            return (Outcome.Sent, "");
        }
        catch (SmtpCommandException refused) when ((int)refused.StatusCode >= 500 && refused.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted)
        {
            logger.Refused(mail.Id, (int)refused.StatusCode, refused.Message);
            return (Outcome.Refused, $"{(int)refused.StatusCode} {refused.Message}");
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.NotSent(mail.Id, mail.Attempts + 1, exception.Message);
            return (Outcome.Failed, exception.Message);
        }
    }

    private MimeMessage Compose(Letter letter, OutboxMail mail)
    {
        var message = new MimeMessage { Subject = letter.Subject, Date = mail.WrittenAt, MessageId = $"{mail.Id:N}@{Settings.From.Split('@')[^1]}", Body = new TextPart("plain") { Text = letter.Body } };
        message.From.Add(new MailboxAddress("", Settings.From));
        message.To.Add(new MailboxAddress("", letter.To));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    private async Task ConnectAsync(SmtpClient server, CancellationToken cancellationToken)
    {
        await server.ConnectAsync(Settings.Host, Settings.Port, Settings.Security, cancellationToken);
        if (Settings.User.Length > 0) await server.AuthenticateAsync(Settings.User, Settings.Password, cancellationToken);
    }

    private async Task WriteFileAsync(MimeMessage message, UserId user, OutboxMail mail, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(options.Value.DataDirectory, Folder)).FullName;
        var at = mail.WrittenAt.UtcDateTime.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        var file = Path.Combine(folder, $"{at}-{mail.Id:N}-{user.Value:N}.eml");
        await message.WriteToAsync(file + ".part", cancellationToken);
        File.Move(file + ".part", file, overwrite: true);
    }

    /// <summary>What was sent is forgotten; what was not waits for twice as long as the last time, or is lost.</summary>
    private async Task RecordAsync(Dictionary<Guid, (Outcome Outcome, string Failure)> outcomes)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (work, ids) = (scope.ServiceProvider.GetRequiredService<UnitOfWork>(), outcomes.Keys.ToList());
        await scope.ServiceProvider.GetRequiredService<ITransactions>().RunAsync<Result<Done>>(async () =>
        {
            var now = clock.GetUtcNow();
            foreach (var mail in await work.Db.Set<OutboxMail>().Where(mail => ids.Contains(mail.Id)).ToListAsync())
            {
                var (outcome, failure) = outcomes[mail.Id];
                if (outcome is Outcome.Sent)
                {
                    work.Db.Remove(mail);
                    continue;
                }
                mail.Attempts++;
                mail.NextAttemptAt = now + PauseAfter(mail.Attempts);
                mail.Failure = Domain.Common.Text.Excerpt(failure, OutboxMapping.MaxFailureLength - 1);
                if (outcome is Outcome.Refused || mail.Attempts >= MostAttempts) mail.LostAt = now;
            }
            await work.Db.Set<OutboxMail>().Where(mail => mail.LostAt < now - KeepLost).ExecuteDeleteAsync();
            return Done.Instance;
        }, CancellationToken.None);
    }

    private static TimeSpan PauseAfter(int attempts) => attempts >= 12 ? LongestPause : TimeSpan.FromSeconds(Math.Min(1 << attempts, LongestPause.TotalSeconds));

    private enum Outcome { Sent, Failed, Refused }
}

internal static partial class MailLog
{
    [LoggerMessage(5001, LogLevel.Information, "No mail server is set (Forum:Mail:Host): mails are written into {Folder}")]
    public static partial void WritesFiles(this ILogger logger, string folder);

    [LoggerMessage(5002, LogLevel.Warning, "Mail {Mail} was not sent at attempt {Attempt} and will be tried again: {Reason}")]
    public static partial void NotSent(this ILogger logger, Guid mail, int attempt, string reason);

    [LoggerMessage(5003, LogLevel.Warning, "Mail {Mail} was refused for good with {Code}: {Reason}")]
    public static partial void Refused(this ILogger logger, Guid mail, int code, string reason);

    [LoggerMessage(5004, LogLevel.Error, "The outbox could not be worked on")]
    public static partial void Failed(this ILogger logger, Exception exception);
}
