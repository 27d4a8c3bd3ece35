using System.Globalization;
using System.Text;

namespace RealTimeForum.Domain.Common;

public static class Text
{
    private static readonly CompareInfo Alphabet = CultureInfo.InvariantCulture.CompareInfo;

    /// <summary>Sorts as people do, in every script and without regard to case, when compared byte by byte.</summary>
    public static string OrderOf(string text) => Convert.ToHexString(Alphabet.GetSortKey(text, CompareOptions.IgnoreCase).KeyData);

    /// <summary>Whether a reader would see nothing of it.</summary>
    public static bool IsBlank(string text) => text.EnumerateRunes().All(rune => IsUnseen(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark);

    /// <summary>Space, control and formatting characters, letters that are drawn as a gap, and marks that are not drawn at all.</summary>
    public static bool IsUnseen(Rune rune) =>
        Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0
            or (>= 0xE0100 and <= 0xE01EF);

    /// <summary>The beginning of a text on one line, at most <paramref name="length"/> UTF-16 units and an ellipsis; letters are never cut in two.</summary>
    public static string Excerpt(string text, int length)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= length) return line;
        var end = 0;
        for (var i = 0; i < line.Length;)
        {
            i += StringInfo.GetNextTextElementLength(line, i);
            if (i > length) break;
            end = i;
        }
        return line[..end].TrimEnd() + "…";
    }
}
