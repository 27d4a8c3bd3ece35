using RealTimeForum.Application.Ports;

namespace RealTimeForum.Application.Search;

/// <summary>Reads what people type: words in any form, <c>"these words"</c> as written, <c>-not this</c>, <c>begin*</c>. Any text is understood somehow.</summary>
public static class SearchTerms
{
    /// <summary>More are ignored.</summary>
    public const int Most = 12;

    /// <summary>Shorter beginnings mean the whole word: nearly everything begins like that.</summary>
    public const int ShortestBeginning = 3;

    private const int MostInPhrase = 12;

    public static IReadOnlyList<SearchTerm> Read(string typed, IStemmer stemmer)
    {
        List<SearchTerm> terms = [];
        for (var i = 0; i < typed.Length && terms.Count < Most;)
        {
            if (char.IsWhiteSpace(typed[i]))
            {
                i++;
                continue;
            }
            var isExcluded = typed[i] == '-';
            if (isExcluded) i++;
            var isQuoted = i < typed.Length && IsQuote(typed[i]);
            var start = isQuoted ? i + 1 : i;
            var end = start;
            while (end < typed.Length && !(isQuoted ? IsQuote(typed[end]) : char.IsWhiteSpace(typed[end]) || IsQuote(typed[end]))) end++;
            i = isQuoted ? end + 1 : end;

            var words = Words.In(typed[start..end]).Select(word => word.Folded).ToList();
            if (words.Count == 0) continue;
            if (isQuoted) terms.Add(new SearchTerm([.. words.Take(MostInPhrase)], Stem: null, IsBeginning: false, isExcluded));
            else
            {
                // The word that is being typed, and one with a star, may go on.
                var goesOn = !isExcluded && (i >= typed.Length || typed[end - 1] == '*');
                for (var word = 0; word < words.Count && terms.Count < Most; word++)
                    terms.Add(new SearchTerm([words[word]], stemmer.Stem(words[word]), goesOn && word == words.Count - 1 && words[word].Length >= ShortestBeginning, isExcluded));
            }
        }
        return terms;
    }

    private static bool IsQuote(char letter) => letter is '"' or '“' or '”' or '„' or '«' or '»';
}
