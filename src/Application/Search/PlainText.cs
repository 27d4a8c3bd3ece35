using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace RealTimeForum.Application.Search;

/// <summary>What a text says, without the signs that it is set with.</summary>
public static partial class PlainText
{
    /// <param name="html">As it was rendered: safe, and with every other <c>&lt;</c> escaped.</param>
    public static string OfHtml(string html)
    {
        var text = new StringBuilder(html.Length);
        for (var at = 0; at < html.Length;)
        {
            var tag = html.IndexOf('<', at);
            if (tag < 0) tag = html.Length;
            text.Append(html, at, tag - at);
            var end = tag < html.Length ? html.IndexOf('>', tag) : -1;
            if (end < 0) break;
            // Words of two cells or paragraphs stay two; what is only set differently stays one.
            if (!InlineTag().IsMatch(html.AsSpan(tag, end - tag + 1))) text.Append(' ');
            at = end + 1;
        }
        return WebUtility.HtmlDecode(text.ToString());
    }

    /// <summary>Of a message, which is set by the reader's browser.</summary>
    public static string OfMessage(string markdown) => Marks().Replace(Links().Replace(markdown, "${text}"), "");

    [GeneratedRegex(@"\A</?(?:a|code|del|em|strong|sup)\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex InlineTag();

    [GeneratedRegex(@"\[(?<text>[^\[\]\n]{1,500})\]\([^()\s]{1,2000}\)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Links();

    // Stars, tildes and backquotes wherever they stand; underscores around words; signs that begin a line.
    [GeneratedRegex(@"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|~~|`+|(?<![\p{L}\p{N}_])_{1,2}(?=\S)|(?<=\S)_{1,2}(?![\p{L}\p{N}_])|^ {0,3}(?:>|[-*+] |\d{1,9}[.)] |#{1,6} )", RegexOptions.CultureInvariant | RegexOptions.Multiline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Marks();
}
