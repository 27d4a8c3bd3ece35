using System.Globalization;
using System.Text;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Users;

/// <summary>The name people know each other by: 3–32 letters of any script, digits, <c>_ . -</c>; unique without regard to case.</summary>
public sealed record Nickname
{
    public const int MinLength = 3;
    public const int MaxLength = 32;

    private Nickname(string value) => Value = value;

    public string Value { get; }

    /// <summary>Two nicknames with the same key are the same nickname.</summary>
    public string Key => KeyOf(Value);

    /// <summary>Sorts as people do, in every script and without regard to case, when compared byte by byte.</summary>
    public string Order => Text.OrderOf(Value);

    public static Result<Nickname> Parse(string text)
    {
        var value = text.Normalize(NormalizationForm.FormKC);
        if (value.Length is < MinLength or > MaxLength) return UserErrors.NicknameLength;
        if (Text.IsBlank(value) || !value.EnumerateRunes().All(IsAllowed)) return UserErrors.NicknameCharacters;
        return new Nickname(value);
    }

    /// <summary>For text that the database vouches for.</summary>
    public static Nickname Stored(string value) => new(value);

    public static string KeyOf(string text)
    {
        // Upper then lower: folds what has no one-letter upper case (the Turkish dotted I, final sigma) as well as what does.
        try { return text.Normalize(NormalizationForm.FormKC).ToUpperInvariant().ToLowerInvariant(); }
        catch (ArgumentException) { return text; }
    }

    public override string ToString() => Value;

    private static bool IsAllowed(Rune rune) =>
        !Text.IsUnseen(rune)
        && (Rune.IsLetterOrDigit(rune) || rune.Value is '_' or '.' or '-'
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);
}
