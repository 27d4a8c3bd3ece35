using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Ports;

/// <summary>Codes by time (TOTP), and recovery codes for when the device is lost.</summary>
public interface ISecondFactors
{
    /// <summary>A new secret, which counts once a code of it was confirmed.</summary>
    Task<SecondFactorSecret> BeginAsync(User user, CancellationToken cancellationToken);

    /// <summary>Whether the code is right and was not used before. A recovery code is used up by it.</summary>
    Task<bool> CheckAsync(UserId user, string code, CancellationToken cancellationToken);

    /// <summary>Fresh ones; those from before no longer work.</summary>
    Task<IReadOnlyList<string>> NewRecoveryCodesAsync(UserId user, CancellationToken cancellationToken);

    Task<int> RecoveryCodesLeftAsync(UserId user, CancellationToken cancellationToken);

    Task RemoveAsync(UserId user, CancellationToken cancellationToken);
}

/// <param name="Secret">Base32, to be typed where no picture can be taken.</param>
/// <param name="Uri">What the picture says.</param>
/// <param name="QrSvg">The picture.</param>
public sealed record SecondFactorSecret(string Secret, string Uri, string QrSvg);
