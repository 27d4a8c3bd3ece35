using System.Text.RegularExpressions;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Categories;

/// <summary>A name for addresses: 1–64 of a–z, 0–9 and single hyphens between them.</summary>
public sealed partial record Slug
{
    public const int MaxLength = 64;

    private Slug(string value) => Value = value;

    public string Value { get; }

    public static Result<Slug> Parse(string text) => text.Length <= MaxLength && Form().IsMatch(text) ? new Slug(text) : CategoryErrors.SlugForm;

    public static Slug Stored(string value) => new(value);

    public override string ToString() => Value;

    [GeneratedRegex(@"\A[a-z0-9]+(?:-[a-z0-9]+)*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
