using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Search;

namespace RealTimeForum.Infrastructure.Search;

/// <summary>A text as the index has it: its words, and what each shares with its other forms.</summary>
internal sealed record IndexedText(string[] Words, string[] Stems)
{
    public static IndexedText Of(string text, IStemmer stemmer)
    {
        string[] words = [.. Application.Search.Words.In(text).Select(word => word.Folded)];
        return new IndexedText(words, [.. words.Select(stemmer.Stem)]);
    }
}

/// <summary>What one command prepared. A text that was not, is made in the writer's turn.</summary>
internal sealed class IndexedTexts(IStemmer stemmer) : IIndexedTexts
{
    private readonly Dictionary<string, IndexedText> _ready = new(StringComparer.Ordinal);

    public void Prepare(string text) => Of(text);

    public IndexedText Of(string text)
    {
        if (!_ready.TryGetValue(text, out var made)) _ready.Add(text, made = IndexedText.Of(text, stemmer));
        return made;
    }
}
