using System.Globalization;
using System.Text;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Chats;

/// <summary>One emoji, skin tones and joined ones included: a single letter to the eye, at most 32 UTF-16 units.</summary>
public sealed record Emoji
{
    public const int MaxLength = 32;

    private const int AsEmoji = 0xFE0F;
    private const int Keycap = 0x20E3;
    private const int Joiner = 0x200D;

    private Emoji(string value) => Value = value;

    public string Value { get; }

    public static Result<Emoji> Parse(string text)
    {
        if (text.Length is 0 or > MaxLength || StringInfo.GetNextTextElementLength(text) != text.Length) return ChatErrors.NotAnEmoji;
        var runes = text.EnumerateRunes().ToArray();
        var isEmoji = runes[^1].Value == Keycap
            ? runes[0].Value is (>= '0' and <= '9') or '#' or '*' && (runes.Length == 2 || (runes.Length == 3 && runes[1].Value == AsEmoji))
            : (IsPicture(runes[0]) || (runes.Length > 1 && IsSign(runes[0]) && runes[1].Value == AsEmoji)) && runes.All(rune => IsPicture(rune) || IsSign(rune) || IsModifier(rune));
        return isEmoji ? new Emoji(text) : ChatErrors.NotAnEmoji;
    }

    public static Emoji Stored(string value) => new(value);

    public override string ToString() => Value;

    private static bool IsPicture(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol;

    /// <summary>Arrows and marks that are text unless they are followed by <see cref="AsEmoji"/>.</summary>
    private static bool IsSign(Rune rune) => rune.Value is >= 0x203C and <= 0x3030
        && (Rune.GetUnicodeCategory(rune) is UnicodeCategory.MathSymbol or UnicodeCategory.OtherPunctuation or UnicodeCategory.DashPunctuation);

    /// <summary>Joins, colours skin, or spells the name of a region's flag.</summary>
    private static bool IsModifier(Rune rune) => rune.Value is AsEmoji or Joiner or (>= 0x1F3FB and <= 0x1F3FF) or (>= 0xE0020 and <= 0xE007F);
}
