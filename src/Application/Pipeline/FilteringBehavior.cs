using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using Mediator;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Pipeline;

/// <summary>A text of several lines: line breaks and tabs are kept. Fields without a mark are one line.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class MultilineAttribute : Attribute;

/// <summary>A password, token or key: taken exactly as it came.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class VerbatimAttribute : Attribute;

/// <summary>
/// Every text that comes in is cleaned here, before any validator sees it: NFC; one line is trimmed and loses its control characters;
/// several lines get <c>\n</c> and lose space at their end. NUL and broken Unicode are refused.
/// </summary>
public sealed class FilteringBehavior<TMessage, TResponse> : IPipelineBehavior<TMessage, TResponse>
    where TMessage : notnull, IMessage
    where TResponse : IOutcome<TResponse>
{
    private static readonly FrozenDictionary<PropertyInfo, Func<string, string>> Filters =
        typeof(TMessage).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.PropertyType == typeof(string) && property.CanWrite)
            .ToFrozenDictionary(property => property, FilterOf);

    public ValueTask<TResponse> Handle(TMessage message, MessageHandlerDelegate<TMessage, TResponse> next, CancellationToken cancellationToken)
    {
        Dictionary<string, string[]>? refused = null;
        foreach (var (property, filter) in Filters)
        {
            if (property.GetValue(message) is not string text) continue;
            if (!TextFilter.IsSound(text))
            {
                (refused ??= new(StringComparer.Ordinal))[Fields.NameOf(property.Name)] = ["Holds characters that cannot be stored."];
                continue;
            }
            var clean = filter(text);
            if (!ReferenceEquals(clean, text)) property.SetValue(message, clean);
        }
        return refused is null ? next(message, cancellationToken) : ValueTask.FromResult(TResponse.Failed(CommonErrors.Invalid(refused)));
    }

    private static Func<string, string> FilterOf(PropertyInfo property)
    {
        // On a record's positional parameter the mark lands on the parameter or the property; both are looked at.
        var parameter = typeof(TMessage).GetConstructors().SelectMany(constructor => constructor.GetParameters())
            .FirstOrDefault(parameter => string.Equals(parameter.Name, property.Name, StringComparison.Ordinal));
        if (property.IsDefined(typeof(VerbatimAttribute)) || parameter?.IsDefined(typeof(VerbatimAttribute)) == true) return text => text;
        if (property.IsDefined(typeof(MultilineAttribute)) || parameter?.IsDefined(typeof(MultilineAttribute)) == true) return TextFilter.Multiline;
        return TextFilter.OneLine;
    }
}

public static class TextFilter
{
    /// <summary>No NUL, no half of a surrogate pair, no U+FFFE, which is no character and cannot be normalised.</summary>
    public static bool IsSound(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\0' or '\uFFFE') return false;
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return false;
            i++;
        }
        return true;
    }

    public static string OneLine(string text) => Without(text.Normalize(NormalizationForm.FormC), char.IsControl).Trim();

    /// <summary>Space at the end of a line stays: in Markdown two of them break the line. At the end of the text it means nothing.</summary>
    public static string Multiline(string text) =>
        Without(text.Normalize(NormalizationForm.FormC).ReplaceLineEndings("\n"), c => char.IsControl(c) && c is not ('\n' or '\t')).TrimEnd();

    private static string Without(string text, Func<char, bool> isUnwanted) =>
        text.Any(isUnwanted) ? new string([.. text.Where(c => !isUnwanted(c))]) : text;
}
