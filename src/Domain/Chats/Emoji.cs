using System.Globalization;
using System.Text;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Chats;

/// <summary>One emoji, skin tones and joined ones included: a single letter to the eye, at most 32 UTF-16 units.</summary>
public sealed record Emoji
{
    public const int MaxLength = 32;

    private const int EmojiPresentation = 0xFE0F;
    private const int Keycap = 0x20E3;

    private Emoji(string value) => Value = value;

    public string Value { get; }

    public static Result<Emoji> Parse(string text)
    {
        if (text.Length is 0 or > MaxLength || StringInfo.GetNextTextElementLength(text) != text.Length) return ChatErrors.NotAnEmoji;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is EmojiPresentation or Keycap || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol) return new Emoji(text);
        }
        return ChatErrors.NotAnEmoji;
    }

    public static Emoji Stored(string value) => new(value);

    public override string ToString() => Value;
}
