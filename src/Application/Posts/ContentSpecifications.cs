using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Posts;

/// <summary>What the settings make of a text that somebody wrote for everyone.</summary>
internal static class ContentSpecifications
{
    /// <param name="field">As the request spells it.</param>
    /// <returns>The text as it is kept, and for which word it waits; or <c>content.word_refused</c>. Who keeps order is trusted.</returns>
    public static Result<Verdict> Check(this IContentRules rules, IActor author, string field, string text)
    {
        if (author.IsStaff) return new Verdict(text, null, null);
        var verdict = rules.Judge(text);
        return verdict.Refused is { } word ? Error.OfField("content.word_refused", field, $"This word is not used here: {word}") : verdict;
    }

    /// <summary>As <see cref="Check"/>, for a post's tags: stars are no tag, so a word that would become them is refused.</summary>
    public static Result<Verdict> CheckTags(this IContentRules rules, IActor author, IReadOnlyList<string>? tags)
    {
        var text = string.Join(' ', tags ?? []);
        if (!rules.Check(author, "tags", text).TryGet(out var verdict, out var refusal)) return refusal;
        return verdict.Text == text ? verdict : Error.OfField("content.word_refused", "tags", "One of these is not used here.");
    }

    /// <summary>As <see cref="Check"/>, for a text that goes to a few people at once: nobody looks at it first, so a word that would wait is refused.</summary>
    /// <returns>The text as it is kept.</returns>
    public static Result<string> CheckMessage(this IContentRules rules, IActor author, string text)
    {
        if (!rules.Check(author, "content", text).TryGet(out var verdict, out var refusal)) return refusal;
        return verdict.Held is { } word ? Error.OfField("content.word_refused", "content", $"This word is not used here: {word}") : verdict.Text;
    }

    /// <summary>Why somebody's text waits for a moderator; null where it doesn't.</summary>
    public static async ValueTask<string?> ReasonToHoldAsync(
        this IContentRules rules, IReadDb db, IActor author, Markup content, string? heldWord, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (author.IsStaff) return null;
        if (heldWord is not null) return $"Held for the word: {heldWord}";
        if (rules.HoldLinksFor <= TimeSpan.Zero || !LeadsAway(content.Html)) return null;
        var since = now - rules.HoldLinksFor;
        return await db.AnyAsync(db.Users.Where(user => user.Id == author.UserId && user.JoinedAt > since), cancellationToken) ? "Held for a link from a new account" : null;
    }

    /// <summary>Whether there is a link to somewhere else; whom a text names, and other places of the forum, are links too.</summary>
    private static bool LeadsAway(string html)
    {
        const string start = "<a href=\"";
        for (var at = html.IndexOf(start, StringComparison.Ordinal); at >= 0; at = html.IndexOf(start, at, StringComparison.Ordinal))
        {
            at += start.Length;
            var target = html.AsSpan(at);
            if (target is not (['#', ..] or ['/', not ('/' or '\\'), ..])) return true;
        }
        return false;
    }
}
