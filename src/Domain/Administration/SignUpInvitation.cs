using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Administration;

/// <summary>Lets people sign up where the forum takes nobody else.</summary>
public sealed class SignUpInvitation : AggregateRoot<SignUpInvitationId>
{
    public const int MaxUsesAtMost = 1_000;

    private SignUpInvitation() => CodeHash = null!;

    public byte[] CodeHash { get; private set; }

    public UserId Maker { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public int MaxUses { get; private set; }

    public int Uses { get; private set; }

    public static SignUpInvitation Make(UserId maker, byte[] codeHash, int maxUses, DateTimeOffset expiresAt, DateTimeOffset now) =>
        new() { Id = SignUpInvitationId.New(), Maker = maker, CodeHash = codeHash, MaxUses = maxUses, ExpiresAt = expiresAt, CreatedAt = now };

    /// <returns>Whether it still held.</returns>
    public bool Use(DateTimeOffset now)
    {
        if (ExpiresAt <= now || Uses >= MaxUses) return false;
        Uses++;
        return true;
    }
}

public readonly record struct SignUpInvitationId(Guid Value) : IEntityId<SignUpInvitationId>
{
    public static SignUpInvitationId New() => new(Guid.CreateVersion7());

    public static SignUpInvitationId From(Guid value) => new(value);
}

public interface ISignUpInvitationRepository
{
    ValueTask<SignUpInvitation?> FindAsync(byte[] codeHash, CancellationToken cancellationToken);

    ValueTask<SignUpInvitation?> FindAsync(SignUpInvitationId id, CancellationToken cancellationToken);

    void Add(SignUpInvitation invitation);

    void Remove(SignUpInvitation invitation);
}
