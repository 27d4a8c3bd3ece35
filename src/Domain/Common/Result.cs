namespace RealTimeForum.Domain.Common;

/// <summary>How a refusal is told to the outside; each kind has one HTTP status.</summary>
public enum ErrorKind { Invalid, Unauthenticated, Forbidden, NotFound, Conflict, StalePrecondition, TooLarge, TooMany, Unavailable }

/// <param name="Code">A stable word such as <c>chat.not_found</c>: clients branch on it, so it never changes; the message may.</param>
public sealed record Error(string Code, string Message, ErrorKind Kind = ErrorKind.Invalid)
{
    /// <summary>Messages by field name, as the request spells it; empty when no single field is to blame.</summary>
    public IReadOnlyDictionary<string, string[]> Fields { get; init; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    /// <summary>What else a client may show, by name; they become members of the problem document.</summary>
    public IReadOnlyDictionary<string, object?> Facts { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Seconds after which trying again makes sense; null says nothing about it.</summary>
    public int? RetryAfterSeconds { get; init; }

    public static Error OfField(string code, string field, string message) =>
        new(code, message) { Fields = new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] } };
}

/// <summary>What every answer of a use case can be asked, so that a pipeline step can refuse without knowing its type.</summary>
public interface IOutcome<TSelf>
{
    Error? Error { get; }

    static abstract TSelf Failed(Error error);
}

/// <summary>An answer, or the reason why there is none.</summary>
public readonly record struct Result<T> : IOutcome<Result<T>>
{
    private readonly T? _value;

    private Result(T? value, Error? error) => (_value, Error) = (value, error);

    public Error? Error { get; }

    public bool IsSuccess => Error is null;

    /// <summary>The answer; asking a refusal for it is a bug and throws.</summary>
    public T Value => Error is null ? _value! : throw new InvalidOperationException($"No value: {Error.Code}");

    public static Result<T> Of(T value) => new(value, null);

    public static Result<T> Failed(Error error) => new(default, error);

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Error error) => Failed(error);

    public bool TryGet([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out Error? error)
    {
        (value, error) = (_value, Error);
        return error is null;
    }

    public TOut Match<TOut>(Func<T, TOut> onValue, Func<Error, TOut> onError) => Error is null ? onValue(_value!) : onError(Error);
}

/// <summary>The answer of an act that has nothing to say but that it happened.</summary>
public readonly record struct Done
{
    public static readonly Done Instance;
}

public static class Result
{
    /// <summary>For answers of an interface type, which C# does not convert by itself.</summary>
    public static Result<T> Of<T>(T value) => Result<T>.Of(value);
}
