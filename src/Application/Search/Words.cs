using System.Text;

namespace RealTimeForum.Application.Search;

/// <summary>A word of a text: where it stands, and its letters as the index has them.</summary>
public readonly record struct Word(int Start, int Length, string Folded);

/// <summary>Cuts texts into words, the same for what is written, what is asked and what is marked.</summary>
public static class Words
{
    /// <summary>UTF-16 units of a word that count; what follows is ignored.</summary>
    public const int MaxLength = 64;

    public static IEnumerable<Word> In(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            while (i < text.Length && LengthOfLetter(text, i) is var length and > 0) i += length;
            if (i > start) yield return new Word(start, i - start, Fold(text.AsSpan(start, Math.Min(i - start, MaxLength))));
            else i++;
        }
    }

    private static int LengthOfLetter(string text, int index)
    {
        if (char.IsLetterOrDigit(text, index)) return char.IsHighSurrogate(text[index]) ? 2 : 1;
        return char.GetUnicodeCategory(text, index) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark ? 1 : 0;
    }

    /// <summary>Without case, <c>ё</c> as <c>е</c>, Latin letters without their accents; each letter stays one.</summary>
    private static string Fold(ReadOnlySpan<char> word)
    {
        if (char.IsHighSurrogate(word[^1])) word = word[..^1];
        return string.Create(word.Length, word, static (folded, word) =>
        {
            for (var i = 0; i < word.Length; i++) folded[i] = Fold(word[i]);
        });
    }

    private static char Fold(char letter)
    {
        var lower = char.ToLowerInvariant(letter);
        return lower switch
        {
            'ё' => 'е',
            >= 'à' and <= 'ɏ' => lower.ToString().Normalize(NormalizationForm.FormD)[0],
            _ => lower,
        };
    }
}
