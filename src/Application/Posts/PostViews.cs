using RealTimeForum.Application.Accounts;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

public sealed record CategoryRef(Guid Id, string Slug, string Name);

/// <param name="Mine">Whether the reader is one of them; false for visitors.</param>
public sealed record ReactionCount(string Emoji, int Count, bool Mine)
{
    /// <param name="mine">The emojis that the reader put there.</param>
    public static ReactionCount[] Of(ReactionTally tally, IReadOnlySet<string> mine) =>
        [.. tally.Counts.Select(line => new ReactionCount(line.Emoji, line.Count, mine.Contains(line.Emoji)))];
}

/// <summary>A reaction as events tell it: to everyone the same.</summary>
public sealed record EmojiCount(string Emoji, int Count)
{
    public static IReadOnlyList<EmojiCount> Of(ReactionTally tally) => [.. tally.Counts.Select(line => new EmojiCount(line.Emoji, line.Count))];
}

/// <summary>A post in a list.</summary>
/// <param name="Excerpt">The beginning as plain text on one line.</param>
/// <param name="IsDeleted">Only ever true for those who keep order: nobody else sees deleted posts.</param>
/// <param name="Version">Of title and text; the part of the <c>ETag</c> that <c>If-Match</c> compares.</param>
public sealed record PostItem(
    Guid Id, string Title, string Excerpt, UserRef Author, CategoryRef Category, DateTimeOffset CreatedAt, DateTimeOffset? EditedAt, DateTimeOffset LastActivityAt,
    int CommentCount, IReadOnlyList<ReactionCount> Reactions, bool IsPinned, bool IsLocked, bool IsDeleted, int Version);

/// <summary>A post with its text.</summary>
/// <param name="Content">Markdown as written.</param>
/// <param name="ContentHtml">The same as safe HTML.</param>
public sealed record PostView(
    Guid Id, string Title, string Excerpt, string Content, string ContentHtml, UserRef Author, CategoryRef Category, DateTimeOffset CreatedAt, DateTimeOffset? EditedAt,
    DateTimeOffset LastActivityAt, int CommentCount, IReadOnlyList<ReactionCount> Reactions, bool IsPinned, bool IsLocked, bool IsDeleted, int Version);
