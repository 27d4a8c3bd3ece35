using System.Globalization;
using System.Text;

namespace RealTimeForum.Domain.Common;

public static class Text
{
    /// <summary>Whether a reader would see nothing: only space, control and formatting characters, and letters that are drawn as a gap.</summary>
    public static bool IsBlank(string text) => text.EnumerateRunes().All(rune =>
        Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || rune.Value is 0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark);

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
