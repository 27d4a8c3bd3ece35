using System.Collections.Frozen;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Administration;

namespace RealTimeForum.Infrastructure.Identity;

/// <summary>PBKDF2 of ASP.NET Core Identity. One processor always stays free for the forum; those who find no place in the queue get 429.</summary>
internal sealed class Passwords : IPasswords, IDisposable
{
    private static readonly Lazy<FrozenSet<string>> Common = new(ReadCommon);
    private static readonly Account Nobody = new();

    /// <summary>Here everybody would guess them first, and the forum's name.</summary>
    private static readonly string[] OfForums = ["realtimeforum", "administrator", "administration", "moderator", "password", "welcome", "forum", "admin", "chat"];

    /// <summary>Characters beside such words that make a password somebody's own.</summary>
    private const int LeastBeside = 5;

    private readonly SettingsBoard _board;
    private readonly PasswordHasher<Account> _hasher;
    private readonly string _dummyHash;
    private readonly SemaphoreSlim _atOnce = new(Math.Max(1, Environment.ProcessorCount - 1));
    private readonly int _most;
    private int _present;

    public Passwords(IOptions<ForumOptions> options, SettingsBoard board)
    {
        _board = board;
        var settings = options.Value.Passwords;
        _hasher = new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = settings.Iterations }));
        _dummyHash = _hasher.HashPassword(Nobody, Guid.NewGuid().ToString());
        _most = settings.Waiting + Math.Max(1, Environment.ProcessorCount - 1);
    }

    public Task<Result<string>> HashAsync(string password, CancellationToken cancellationToken) =>
        InTurnAsync(() => _hasher.HashPassword(Nobody, password), cancellationToken);

    public Task<Result<bool>> VerifyAsync(string? hash, string password, CancellationToken cancellationToken) =>
        InTurnAsync(() => _hasher.VerifyHashedPassword(Nobody, hash ?? _dummyHash, password) != PasswordVerificationResult.Failed && hash is not null, cancellationToken);

    public bool IsCommon(string password) => Common.Value.Contains(password.ToLowerInvariant()) || IsOfForums(password);

    public void Dispose() => _atOnce.Dispose();

    private bool IsOfForums(string password)
    {
        var rest = password;
        foreach (var word in OfForums.Prepend(_board.Current.Name).Where(word => word.Length > 2)) rest = rest.Replace(word, "", StringComparison.OrdinalIgnoreCase);
        return rest.Length < password.Length && rest.Length < LeastBeside;
    }

    private async Task<Result<T>> InTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _present) > _most)
        {
            Interlocked.Decrement(ref _present);
            return UserErrors.TooManyAttempts with { RetryAfterSeconds = 5 };
        }
        try
        {
            await _atOnce.WaitAsync(cancellationToken);
            try { return await Task.Run(work, cancellationToken); }
            finally { _atOnce.Release(); }
        }
        finally
        {
            Interlocked.Decrement(ref _present);
        }
    }

    private static FrozenSet<string> ReadCommon()
    {
        using var stream = typeof(Passwords).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').ToFrozenSet(StringComparer.Ordinal);
    }
}
