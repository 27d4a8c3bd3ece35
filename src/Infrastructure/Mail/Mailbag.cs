using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RealTimeForum.Application.Ports;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.Infrastructure.Mail;

internal sealed class Mailbag(ReadDb read, UnitOfWork work, LetterSeal seal, TimeProvider clock) : IMailbag
{
    public async Task<MailCounts> CountAsync(CancellationToken cancellationToken)
    {
        var mails = read.Db.Set<OutboxMail>().Where(mail => mail.UserId != null);
        return new MailCounts(await mails.CountAsync(mail => mail.LostAt == null, cancellationToken), await mails.CountAsync(mail => mail.LostAt != null, cancellationToken));
    }

    public async Task<List<LostMail>> LostAsync(Guid? before, int most, CancellationToken cancellationToken)
    {
        var lost = read.Db.Set<OutboxMail>().Where(mail => mail.UserId != null && mail.LostAt != null);
        if (before is { } last) lost = lost.Where(mail => mail.Id.CompareTo(last) < 0);
        var rows = await lost.OrderByDescending(mail => mail.Id).Take(most).ToListAsync(cancellationToken);
        return [.. rows.Select(Show)];
    }

    public async Task<bool> RetryAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } mail) return false;
        (mail.LostAt, mail.Attempts, mail.NextAttemptAt) = (null, 0, clock.GetUtcNow());
        return true;
    }

    public async Task<bool> RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } mail) return false;
        work.Db.Remove(mail);
        return true;
    }

    /// <summary>Where it went and what about; what it says, with its links, is for its reader.</summary>
    private LostMail Show(OutboxMail mail)
    {
        var (to, subject) = ("", "");
        try { (to, subject, _) = seal.Open(mail.Letter); }
        catch (CryptographicException)
        {
            // The key is not there any more: that is why it was lost.
        }
        return new LostMail(mail.Id, mail.UserId!.Value, to, subject, mail.WrittenAt, mail.LostAt!.Value, mail.Failure);
    }

    private Task<OutboxMail?> FindAsync(Guid id, CancellationToken cancellationToken) => work.Db.Set<OutboxMail>().FirstOrDefaultAsync(mail => mail.Id == id && mail.LostAt != null, cancellationToken);
}
