using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Pipeline;

/// <summary>A command that makes one thing and may carry the client's <c>Idempotency-Key</c>; a door reads the thing by the id it answers.</summary>
public interface ICreate : ICommand<Result<Created>>
{
    string? IdempotencyKey { get; }

    /// <summary>Everything the client asked for, as one text: the same key with another is refused.</summary>
    string Fingerprint { get; }
}

/// <param name="IsNew">False where the thing itself was there already; a key used again answers as the first time.</param>
public sealed record Created(Guid Id, bool IsNew = true);

/// <summary>The keys of the last 24 hours, written in the transaction of what they stand for.</summary>
public interface IIdempotencyKeys
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    ValueTask<(byte[] Fingerprint, Guid ThingId)?> FindAsync(UserId user, string key, CancellationToken cancellationToken);

    void Add(UserId user, string key, byte[] fingerprint, Guid thingId);
}

/// <summary>Inside the transaction: the same key and body from the same user answers the first thing again.</summary>
public sealed class IdempotencyBehavior<TMessage, TResponse>(IIdempotencyKeys keys, IActor actor) : IPipelineBehavior<TMessage, TResponse>
    where TMessage : notnull, ICreate
    where TResponse : IOutcome<TResponse>
{
    public const int MaxKeyLength = 255;

    public async ValueTask<TResponse> Handle(TMessage message, MessageHandlerDelegate<TMessage, TResponse> next, CancellationToken cancellationToken)
    {
        if (message.IdempotencyKey is not { Length: > 0 } key) return await next(message, cancellationToken);
        if (key.Length > MaxKeyLength) return TResponse.Failed(CommonErrors.Invalid("Idempotency-Key", "A key has at most 255 characters."));

        var fingerprint = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{typeof(TMessage).Name} {message.Fingerprint}"));
        if (await keys.FindAsync(actor.UserId, key, cancellationToken) is { } first)
        {
            return first.Fingerprint.AsSpan().SequenceEqual(fingerprint)
                ? (TResponse)(object)(Result<Created>)new Created(first.ThingId)
                : TResponse.Failed(CommonErrors.IdempotencyKeyReused);
        }

        var response = await next(message, cancellationToken);
        if ((Result<Created>)(object)response is { Error: null, Value: var created }) keys.Add(actor.UserId, key, fingerprint, created.Id);
        return response;
    }
}
