using Lucene.Net.Tartarus.Snowball;
using Lucene.Net.Tartarus.Snowball.Ext;
using RealTimeForum.Application.Ports;

namespace RealTimeForum.Infrastructure.Search;

/// <summary>Snowball's Russian and English rules; which of them, the letters say. Other words are their own stem.</summary>
internal sealed class Stemmer : IStemmer
{
    // They keep the word they work on: one for each thread.
    [ThreadStatic] private static RussianStemmer? _russian;
    [ThreadStatic] private static EnglishStemmer? _english;

    public string Stem(string word) =>
        word.All(letter => letter is >= 'а' and <= 'я') ? Stem(_russian ??= new RussianStemmer(), word)
        : word.All(char.IsAsciiLetterLower) ? Stem(_english ??= new EnglishStemmer(), word)
        : word;

    private static string Stem(SnowballProgram rules, string word)
    {
        rules.SetCurrent(word);
        rules.Stem();
        return rules.Current is { Length: > 0 } stem ? stem : word;
    }
}
