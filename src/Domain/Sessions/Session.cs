using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Sessions;

public readonly record struct SessionId(Guid Value) : IEntityId<SessionId>
{
    public static SessionId New() => new(Guid.CreateVersion7());

    public static SessionId From(Guid value) => new(value);
}

/// <summary>One signed-in browser.</summary>
public sealed class Session : AggregateRoot<SessionId>
{
    public const int MaxAgentLength = 256;

    private Session() => (TokenHash, UserAgent, Address) = (null!, null!, null!);

    private Session(UserId userId, byte[] tokenHash, string userAgent, string address, DateTimeOffset now)
    {
        (Id, UserId, TokenHash, Address, CreatedAt, LastUsedAt) = (SessionId.New(), userId, tokenHash, address, now, now);
        UserAgent = userAgent.Length > MaxAgentLength ? userAgent[..MaxAgentLength] : userAgent;
    }

    public UserId UserId { get; private set; }

    public byte[] TokenHash { get; private set; }

    /// <summary>As the browser named itself.</summary>
    public string UserAgent { get; private set; }

    public string Address { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset LastUsedAt { get; private set; }

    public static (Session Session, SecretToken Token) Open(UserId user, string userAgent, string address, DateTimeOffset now)
    {
        var token = SecretToken.New();
        return (new Session(user, token.Hash, userAgent, address, now), token);
    }

    public void UsedAt(DateTimeOffset now) => LastUsedAt = now;

    public void End() => Raise(new SessionEnded(Id, UserId));
}

/// <summary>A bot's or script's way in, shown once when it is made.</summary>
public sealed class ApiToken : AggregateRoot<SessionId>
{
    public const int MaxNameLength = 64;

    private ApiToken() => (Name, TokenHash) = (null!, null!);

    private ApiToken(UserId userId, string name, Scopes scopes, byte[] tokenHash, DateTimeOffset? expiresAt, DateTimeOffset now) =>
        (Id, UserId, Name, Scopes, TokenHash, ExpiresAt, CreatedAt) = (SessionId.New(), userId, name, scopes, tokenHash, expiresAt, now);

    public UserId UserId { get; private set; }

    public string Name { get; private set; }

    public Scopes Scopes { get; private set; }

    public byte[] TokenHash { get; private set; }

    /// <summary>Null never expires.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? LastUsedAt { get; private set; }

    public static (ApiToken ApiToken, SecretToken Token) Make(UserId user, string name, Scopes scopes, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        var token = SecretToken.New();
        return (new ApiToken(user, name, scopes, token.Hash, expiresAt, now), token);
    }

    public void UsedAt(DateTimeOffset now) => LastUsedAt = now;

    public void End() => Raise(new SessionEnded(Id, UserId));
}

public sealed record SessionEnded(SessionId SessionId, UserId UserId) : IDomainEvent;

public interface ISessionRepository
{
    ValueTask<Session?> FindAsync(SessionId id, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<Session>> OfAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>Not used since, or opened before.</summary>
    ValueTask<IReadOnlyList<Session>> ExpiredAsync(DateTimeOffset unusedSince, DateTimeOffset openedBefore, int most, CancellationToken cancellationToken);

    /// <summary>Whose time came in between.</summary>
    ValueTask<IReadOnlyList<ApiToken>> ExpiredTokensAsync(DateTimeOffset after, DateTimeOffset until, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<ApiToken>> TokensOfAsync(UserId user, CancellationToken cancellationToken);

    ValueTask<ApiToken?> FindTokenAsync(SessionId id, CancellationToken cancellationToken);

    /// <summary>Ends a person's sessions, and API tokens where asked; each raises <see cref="SessionEnded"/>.</summary>
    async ValueTask EndAllAsync(UserId user, SessionId? except, bool tokensToo, CancellationToken cancellationToken)
    {
        foreach (var session in await OfAsync(user, cancellationToken))
        {
            if (session.Id == except) continue;
            session.End();
            Remove(session);
        }
        if (!tokensToo) return;
        foreach (var token in await TokensOfAsync(user, cancellationToken))
        {
            token.End();
            Remove(token);
        }
    }

    void Add(Session session);

    void Add(ApiToken token);

    void Remove(Session session);

    void Remove(ApiToken token);
}
