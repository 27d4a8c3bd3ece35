using System.Globalization;

namespace RealTimeForum.Domain.Common;

public static class Text
{
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
