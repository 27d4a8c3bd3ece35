using FluentValidation;
using Mediator;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Pipeline;

public sealed class ValidationBehavior<TMessage, TResponse>(IEnumerable<IValidator<TMessage>> validators) : IPipelineBehavior<TMessage, TResponse>
    where TMessage : notnull, IMessage
    where TResponse : IOutcome<TResponse>
{
    public async ValueTask<TResponse> Handle(TMessage message, MessageHandlerDelegate<TMessage, TResponse> next, CancellationToken cancellationToken)
    {
        Dictionary<string, string[]>? fields = null;
        foreach (var validator in validators)
        {
            var result = await validator.ValidateAsync(message, cancellationToken);
            if (result.IsValid) continue;
            fields ??= new(StringComparer.Ordinal);
            foreach (var failures in result.Errors.GroupBy(failure => Fields.NameOf(failure.PropertyName), StringComparer.Ordinal))
                fields[failures.Key] = [.. failures.Select(failure => failure.ErrorMessage).Distinct(StringComparer.Ordinal)];
        }
        return fields is null ? await next(message, cancellationToken) : TResponse.Failed(CommonErrors.Invalid(fields));
    }
}

public static class Fields
{
    /// <summary>A property's path as requests spell it: <c>MemberIds[2]</c> is <c>memberIds[2]</c>.</summary>
    public static string NameOf(string path) =>
        string.Join('.', path.Split('.').Select(part => part.Length == 0 ? part : char.ToLowerInvariant(part[0]) + part[1..]));
}

public static class Refusals
{
    /// <summary>Lets a value object's own refusal speak for its field.</summary>
    public static void AddRefusal<T>(this ValidationContext<T> context, Error? refusal)
    {
        if (refusal is not null) context.AddFailure(refusal.Message);
    }
}
