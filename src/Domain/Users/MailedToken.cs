using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Sessions;

namespace RealTimeForum.Domain.Users;

public enum MailedPurpose { ResetPassword, ConfirmEmail, ChangeEmail }

/// <summary>What a link in a mail proves: that its reader reads this address. Works once; only its hash is kept.</summary>
public sealed class MailedToken
{
    public static readonly TimeSpan ResetLifetime = TimeSpan.FromHours(1);
    public static readonly TimeSpan ConfirmLifetime = TimeSpan.FromDays(7);

    private MailedToken() => (Hash, EmailKey) = (null!, null!);

    public byte[] Hash { get; private set; }

    public UserId UserId { get; private set; }

    public MailedPurpose Purpose { get; private set; }

    /// <summary>The person's address when it was made; another one since, and it proves nothing.</summary>
    public string EmailKey { get; private set; }

    /// <summary>The address that the link makes theirs; null for links that change none.</summary>
    public EmailAddress? NewEmail { get; private set; }

    public DateTimeOffset MadeAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public static (MailedToken Kept, SecretToken Token) Make(User user, MailedPurpose purpose, DateTimeOffset now)
    {
        var token = SecretToken.New();
        var lifetime = purpose is MailedPurpose.ResetPassword ? ResetLifetime : ConfirmLifetime;
        return (new MailedToken { Hash = token.Hash, UserId = user.Id, Purpose = purpose, EmailKey = user.EmailKey, MadeAt = now, ExpiresAt = now + lifetime }, token);
    }

    /// <summary>For a link to an address that is to become the person's; their present one must still be theirs when it is used.</summary>
    public static (MailedToken Kept, SecretToken Token) Make(User user, EmailAddress newEmail, DateTimeOffset now)
    {
        var (kept, token) = Make(user, MailedPurpose.ChangeEmail, now);
        kept.NewEmail = newEmail;
        return (kept, token);
    }

    public bool Proves(MailedPurpose purpose, User user, DateTimeOffset now) =>
        Purpose == purpose && UserId == user.Id && string.Equals(EmailKey, user.EmailKey, StringComparison.Ordinal) && ExpiresAt > now;
}

public interface IMailedTokenRepository
{
    ValueTask<MailedToken?> FindAsync(byte[] hash, CancellationToken cancellationToken);

    /// <summary>How many were made for a purpose since then.</summary>
    ValueTask<int> CountAsync(UserId user, MailedPurpose purpose, DateTimeOffset since, CancellationToken cancellationToken);

    void Add(MailedToken token);

    /// <summary>The used one, and every other for the same purpose.</summary>
    ValueTask RemoveAllAsync(UserId user, MailedPurpose purpose, CancellationToken cancellationToken);
}
