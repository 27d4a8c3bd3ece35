using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using OtpNet;
using QRCoder;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.Infrastructure.Identity;

internal sealed class SecondFactors(UserManager<Account> accounts, ReadDb read, IDataProtectionProvider protection, IForumSettings settings, TimeProvider clock) : ISecondFactors
{
    private const int SecretBytes = 20;
    private const int RecoveryCodeCount = 10;
    private const int RecoveryCodeBytes = 15;

    /// <summary>A clock may be half a minute off.</summary>
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    private readonly IPersistedDataProtector _protector = (IPersistedDataProtector)protection.CreateProtector("second-factor");

    public async Task<SecondFactorSecret> BeginAsync(User user, CancellationToken cancellationToken)
    {
        var account = await FindAsync(user.Id);
        var secret = KeyGeneration.GenerateRandomKey(SecretBytes);
        (account.TwoFactorKey, account.LastTwoFactorStep, account.RecoveryCodeHashes) = (_protector.Protect(secret), 0, "");
        var text = Base32Encoding.ToString(secret).TrimEnd('=');
        var uri = new OtpUri(OtpType.Totp, text, user.Nickname.Value, settings.Current.Name).ToString();
        return new SecondFactorSecret(text, uri, Picture(uri));
    }

    public async Task<bool> CheckAsync(UserId user, string code, CancellationToken cancellationToken)
    {
        var account = await FindAsync(user);
        if (account.TwoFactorKey is not { } key) return false;
        var plain = code.Replace(" ", "", StringComparison.Ordinal);
        // Keys that were rotated away, or withdrawn, still open what they closed: nobody loses their second factor by it.
        var secret = _protector.DangerousUnprotect(key, ignoreRevocationErrors: true, out var isOutdated, out _);
        if (isOutdated) account.TwoFactorKey = _protector.Protect(secret);
        if (new Totp(secret).VerifyTotp(clock.GetUtcNow().UtcDateTime, plain, out var step, Window) && step > account.LastTwoFactorStep)
        {
            account.LastTwoFactorStep = step;
            return true;
        }
        return TakeRecoveryCode(account, plain);
    }

    public async Task<IReadOnlyList<string>> NewRecoveryCodesAsync(UserId user, CancellationToken cancellationToken)
    {
        var account = await FindAsync(user);
        var codes = Enumerable.Range(0, RecoveryCodeCount).Select(_ => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(RecoveryCodeBytes)).ToLowerInvariant()).ToList();
        account.RecoveryCodeHashes = string.Join('\n', codes.Select(HashOf));
        account.TwoFactorEnabled = true;
        return [.. codes.Select(code => string.Join('-', code.Chunk(4).Select(part => new string(part))))];
    }

    public async Task<int> RecoveryCodesLeftAsync(UserId user, CancellationToken cancellationToken)
    {
        var account = await read.Db.Users.FindAsync([user.Value], cancellationToken);
        return account?.RecoveryCodeHashes.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length ?? 0;
    }

    public async Task RemoveAsync(UserId user, CancellationToken cancellationToken)
    {
        var account = await FindAsync(user);
        (account.TwoFactorKey, account.LastTwoFactorStep, account.RecoveryCodeHashes, account.TwoFactorEnabled) = (null, 0, "", false);
    }

    private static bool TakeRecoveryCode(Account account, string code)
    {
        if (!account.TwoFactorEnabled) return false;
        var left = account.RecoveryCodeHashes.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (!left.Remove(HashOf(code.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant()))) return false;
        account.RecoveryCodeHashes = string.Join('\n', left);
        return true;
    }

    private static string HashOf(string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(code)));

    private static string Picture(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        return picture.GetGraphic(4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }

    private async Task<Account> FindAsync(UserId user) =>
        await accounts.FindByIdAsync(user.Value.ToString()) ?? throw new InvalidOperationException("This user has no account.");
}
