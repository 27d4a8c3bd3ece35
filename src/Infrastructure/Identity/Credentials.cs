using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.Infrastructure.Identity;

internal sealed class Credentials(UserManager<Account> accounts, ReadDb read, IForumSettings settings, TimeProvider clock) : ICredentials
{
    public async Task<Result<Done>> CreateAsync(User user, string passwordHash, CancellationToken cancellationToken)
    {
        var account = new Account { Id = user.Id.Value, UserName = user.Nickname.Value, Email = user.Email.Value, PasswordHash = passwordHash };
        var result = await accounts.CreateAsync(account);
        if (result.Succeeded) return Done.Instance;
        return result.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.DuplicateUserName)) ? UserErrors.NicknameTaken
            : result.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.DuplicateEmail)) ? UserErrors.EmailTaken
            : throw new InvalidOperationException(string.Join("; ", result.Errors.Select(error => error.Code)));
    }

    public async Task<Credential?> FindAsync(string login, CancellationToken cancellationToken)
    {
        var (name, email) = (Nickname.KeyOf(login), EmailAddress.KeyOf(login));
        var found = await read.Db.Users.AsNoTracking().FirstOrDefaultAsync(account => account.NormalizedUserName == name || account.NormalizedEmail == email, cancellationToken);
        return found is null ? null : Of(found);
    }

    public async Task<Credential?> FindAsync(UserId user, CancellationToken cancellationToken)
    {
        var found = await read.Db.Users.AsNoTracking().FirstOrDefaultAsync(account => account.Id == user.Value, cancellationToken);
        return found is null ? null : Of(found);
    }

    public async Task<DateTimeOffset?> SlowedUntilAsync(UserId user, CancellationToken cancellationToken) =>
        await accounts.FindByIdAsync(user.Value.ToString()) is { } account ? SlowedUntil(account) : null;

    public async Task FailedAsync(UserId user, CancellationToken cancellationToken)
    {
        if (await accounts.FindByIdAsync(user.Value.ToString()) is not { } account) return;
        (account.AccessFailedCount, account.LastFailureAt, account.LockoutEnd) = FailuresOf(account).Plus(settings.Current.SignInFailures, clock.GetUtcNow());
    }

    public async Task SucceededAsync(UserId user, CancellationToken cancellationToken)
    {
        if (await accounts.FindByIdAsync(user.Value.ToString()) is { AccessFailedCount: > 0 } account)
            (account.AccessFailedCount, account.LastFailureAt, account.LockoutEnd) = (0, null, null);
    }

    public async Task ChangePasswordAsync(UserId user, string passwordHash, CancellationToken cancellationToken)
    {
        if (await accounts.FindByIdAsync(user.Value.ToString()) is not { } account) return;
        account.PasswordHash = passwordHash;
        await accounts.UpdateSecurityStampAsync(account);
    }

    public async Task<Result<Done>> ChangeEmailAsync(UserId user, EmailAddress email, CancellationToken cancellationToken)
    {
        if (await accounts.FindByIdAsync(user.Value.ToString()) is not { } account) return UserErrors.NotFound;
        var result = await accounts.SetEmailAsync(account, email.Value);
        return result.Succeeded ? Done.Instance
            : result.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.DuplicateEmail)) ? UserErrors.EmailTaken
            : throw new InvalidOperationException(string.Join("; ", result.Errors.Select(error => error.Code)));
    }

    public async Task RemoveAsync(UserId user, CancellationToken cancellationToken)
    {
        if (await accounts.FindByIdAsync(user.Value.ToString()) is { } account) await accounts.DeleteAsync(account);
    }

    private Credential Of(Account account) => new(UserId.From(account.Id), account.PasswordHash ?? "", SlowedUntil(account));

    private DateTimeOffset? SlowedUntil(Account account) => settings.AreLimitsOn ? FailuresOf(account).HoldsUntil(clock.GetUtcNow()) : null;

    private static Failures FailuresOf(Account account) => new(account.AccessFailedCount, account.LastFailureAt, account.LockoutEnd);
}

/// <summary>The same keys that the domain compares names and addresses by.</summary>
internal sealed class KeyNormalizer : ILookupNormalizer
{
    public string? NormalizeName(string? name) => name is null ? null : Nickname.KeyOf(name);

    public string? NormalizeEmail(string? email) => email is null ? null : EmailAddress.KeyOf(email);
}
