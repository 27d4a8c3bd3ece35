using System.Text;
using RealTimeForum.Application.Ports;

namespace RealTimeForum.Application.Search;

/// <summary>Shows where a text answers a search: the first such place with what stands around it, the found words in <c>&lt;mark&gt;</c>, everything else escaped.</summary>
public sealed class Highlighter(IReadOnlyList<SearchTerm> terms, IStemmer stemmer)
{
    private const int Before = 60;
    private const int After = 180;

    private readonly List<SearchTerm> _terms = [.. terms.Where(term => !term.IsExcluded)];

    public string Snippet(string text)
    {
        List<(int Start, int End)> marks = [];
        List<Word> recent = [];
        var end = text.Length;
        foreach (var word in Words.In(text))
        {
            if (word.Start >= end) break;
            recent.Add(word);
            if (recent.Count > 12) recent.RemoveAt(0);
            foreach (var term in _terms)
            {
                if (recent.Count < term.Words.Count || !IsMet(term, recent)) continue;
                var from = recent[^term.Words.Count].Start;
                if (marks.Count == 0) end = Math.Min(text.Length, from + After);
                marks.Add((from, word.Start + word.Length));
            }
        }
        return Write(text, marks);
    }

    private bool IsMet(SearchTerm term, List<Word> recent)
    {
        if (term.Stem is null)
        {
            var first = recent.Count - term.Words.Count;
            for (var i = 0; i < term.Words.Count; i++)
            {
                if (recent[first + i].Folded != term.Words[i]) return false;
            }
            return true;
        }
        var (wanted, word) = (term.Words[0], recent[^1].Folded);
        if (word == wanted || (term.IsBeginning && word.StartsWith(wanted, StringComparison.Ordinal))) return true;
        // A stem has its word's first letters: most words need no stemming to be told apart.
        return word[0] == wanted[0] && (word.Length < 2 || wanted.Length < 2 || word[1] == wanted[1]) && stemmer.Stem(word) == term.Stem;
    }

    private static string Write(string text, List<(int Start, int End)> marks)
    {
        var first = marks.Count > 0 ? marks.Min(mark => mark.Start) : 0;
        var from = first > Before ? AtWord(text, first - Before, first) : 0;
        var to = Math.Min(text.Length, first + After);
        if (to < text.Length)
        {
            to = AtGap(text, to, first);
            if (marks.Count > 0) to = Math.Max(to, marks[0].End);
        }

        var snippet = new StringBuilder();
        if (from > 0) snippet.Append('…');
        var at = from;
        foreach (var (start, end) in marks.OrderBy(mark => mark.Start))
        {
            if (end > to || start < at) continue;
            Escape(snippet, text[at..start]);
            snippet.Append("<mark>");
            Escape(snippet, text[start..end]);
            snippet.Append("</mark>");
            at = end;
        }
        Escape(snippet, text[at..to]);
        if (to < text.Length) snippet.Append('…');
        return snippet.ToString().Trim();
    }

    /// <summary>The first beginning of a word from there on.</summary>
    private static int AtWord(string text, int from, int limit)
    {
        var at = text.IndexOfAny([' ', '\n', '\t'], from, limit - from);
        if (at >= 0) return at + 1;
        return char.IsLowSurrogate(text[from]) ? from + 1 : from;
    }

    private static int AtGap(string text, int to, int limit)
    {
        var at = text.LastIndexOfAny([' ', '\n', '\t'], to - 1, to - limit);
        if (at > limit) return at;
        return char.IsLowSurrogate(text[to]) ? to - 1 : to;
    }

    private static void Escape(StringBuilder snippet, string text)
    {
        var wasGap = snippet.Length > 0 && snippet[^1] == ' ';
        var line = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            var isGap = char.IsWhiteSpace(letter);
            if (!isGap) line.Append(letter);
            else if (!wasGap) line.Append(' ');
            wasGap = isGap;
        }
        snippet.Append(line.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace("'", "&#39;"));
    }
}
