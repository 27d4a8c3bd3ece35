using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.Infrastructure.Mail;

/// <summary>A mail that waits. What it says is encrypted: there are links in it.</summary>
internal sealed class OutboxMail
{
    public Guid Id { get; init; } = TimeOrdered.NewGuid();

    /// <summary>Null is a decoy, which goes nowhere.</summary>
    public UserId? UserId { get; init; }

    public required byte[] Letter { get; init; }

    public required DateTimeOffset NextAttemptAt { get; set; }

    public required DateTimeOffset WrittenAt { get; init; }

    public int Attempts { get; set; }

    /// <summary>When it was given up; null while it is on its way.</summary>
    public DateTimeOffset? LostAt { get; set; }

    /// <summary>What the server said at the last attempt that failed.</summary>
    public string Failure { get; set; } = "";
}

internal sealed record Letter(string To, string Subject, string Body);

/// <summary>Closes and opens letters, also with keys that were rotated away since.</summary>
internal sealed class LetterSeal(IDataProtectionProvider protection)
{
    private readonly IPersistedDataProtector _protector = (IPersistedDataProtector)protection.CreateProtector("mail");

    public byte[] Close(Letter letter) => _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(letter, ForumJson.Options));

    public Letter Open(byte[] closed) => JsonSerializer.Deserialize<Letter>(_protector.DangerousUnprotect(closed, ignoreRevocationErrors: true, out _, out _), ForumJson.Options)!;
}

internal sealed class Outbox(UnitOfWork work, LetterSeal seal, TimeProvider clock) : IOutbox
{
    public void Add(UserId user, EmailAddress to, MailText text) => Add(user, new Letter(to.Value, text.Subject, text.Body));

    public void AddDecoy() => Add(null, new Letter("nobody@example.org", new string(' ', 40), new string(' ', 300)));

    private void Add(UserId? user, Letter letter)
    {
        var now = clock.GetUtcNow();
        work.Db.Add(new OutboxMail { UserId = user, Letter = seal.Close(letter), WrittenAt = now, NextAttemptAt = now });
    }
}
