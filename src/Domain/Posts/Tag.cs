using System.Text.RegularExpressions;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Posts;

/// <summary>A word that posts can be found by: 1–32 letters, digits and <c>_ . + # -</c>, always small.</summary>
public static partial class Tag
{
    public const int MaxLength = 32;

    /// <summary>On one post.</summary>
    public const int Most = 5;

    /// <returns>Each once, as they are kept, in the order they were given.</returns>
    public static Result<IReadOnlyList<string>> ParseAll(IEnumerable<string?> tags)
    {
        List<string> parsed = [];
        foreach (var tag in tags)
        {
            var key = KeyOf(tag ?? "");
            if (!Form().IsMatch(key)) return PostErrors.TagForm;
            if (!parsed.Contains(key, StringComparer.Ordinal)) parsed.Add(key);
        }
        return parsed.Count > Most ? PostErrors.TooManyTags : Result.Of<IReadOnlyList<string>>(parsed);
    }

    public static string KeyOf(string tag)
    {
        var word = tag.Trim().TrimStart('#');
        try { return word.Normalize(System.Text.NormalizationForm.FormC).ToLowerInvariant(); }
        catch (ArgumentException) { return word; }
    }

    [GeneratedRegex(@"\A[\p{L}\p{M}\p{N}_.+#-]{1,32}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}

/// <summary>A tag of a post; the row that finds posts by tag.</summary>
public sealed class PostTag(PostId postId, string tag, int position)
{
    public PostId PostId { get; private set; } = postId;

    public string Tag { get; private set; } = tag;

    public int Position { get; private set; } = position;
}
