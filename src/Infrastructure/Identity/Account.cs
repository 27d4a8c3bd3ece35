using Microsoft.AspNetCore.Identity;

namespace RealTimeForum.Infrastructure.Identity;

/// <summary>A user's credentials as ASP.NET Core Identity keeps them; has the user's id.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>After the last one for long enough the count begins anew.</summary>
    public DateTimeOffset? LastFailureAt { get; set; }

    /// <summary>Encrypted with the keys of the data folder; without <see cref="IdentityUser{TKey}.TwoFactorEnabled"/> it waits for its first code.</summary>
    public byte[]? TwoFactorKey { get; set; }

    /// <summary>The half-minute of the last code that was taken: it is not taken twice.</summary>
    public long LastTwoFactorStep { get; set; }

    /// <summary>SHA-256 of those still unused, one a line.</summary>
    public string RecoveryCodeHashes { get; set; } = "";
}
