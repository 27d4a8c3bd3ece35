using System.Globalization;
using RealTimeForum.Domain.Chats;

namespace RealTimeForum.Domain.Posts;

/// <summary>How many people put which emoji on a thing, in the order the emojis first came; kept with the thing, so that a list reads no reactions.</summary>
public sealed record ReactionTally
{
    /// <summary>Different emojis on one thing.</summary>
    public const int MaxKinds = 32;

    public static readonly ReactionTally None = new("");

    private ReactionTally(string text) => Text = text;

    /// <summary>One line an emoji: the emoji, a space, the count.</summary>
    public string Text { get; }

    public IReadOnlyList<(string Emoji, int Count)> Counts =>
        [.. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Select(parts => (parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture)))];

    public int Total => Counts.Sum(line => line.Count);

    public static ReactionTally Stored(string text) => new(text);

    /// <returns>Null when there are too many different emojis already.</returns>
    public ReactionTally? Plus(Emoji emoji)
    {
        var counts = Counts.ToList();
        var at = counts.FindIndex(line => line.Emoji == emoji.Value);
        if (at < 0 && counts.Count == MaxKinds) return null;
        if (at < 0) counts.Add((emoji.Value, 1));
        else counts[at] = (emoji.Value, counts[at].Count + 1);
        return Of(counts);
    }

    public ReactionTally Minus(Emoji emoji) =>
        Of(Counts.Select(line => line.Emoji == emoji.Value ? (line.Emoji, Count: line.Count - 1) : line).Where(line => line.Count > 0));

    private static ReactionTally Of(IEnumerable<(string Emoji, int Count)> counts) =>
        new(string.Join('\n', counts.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Emoji} {line.Count}"))));
}
