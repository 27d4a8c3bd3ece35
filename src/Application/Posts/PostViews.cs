using System.Text.Json.Serialization;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Chats;
using RealTimeForum.Application.Uploads;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

public sealed record CategoryRef(Guid Id, string Slug, string Name);

/// <summary>What a post's or, where there is a <paramref name="CommentId"/>, a comment's reactions have become: to everyone the same.</summary>
public sealed record ReactionsView(Guid PostId, Guid? CommentId, IReadOnlyList<ReactionView> Reactions);

internal static class ReactionViews
{
    /// <param name="mine">The emojis that the reader put there.</param>
    public static ReactionView[] Of(ReactionTally tally, IEnumerable<string> mine)
    {
        var own = mine.ToHashSet(StringComparer.Ordinal);
        return [.. tally.Counts.Select(line => new ReactionView(line.Emoji, line.Count, own.Contains(line.Emoji)))];
    }

    /// <summary>As events tell them.</summary>
    public static ReactionView[] ForEveryone(ReactionTally tally) => [.. tally.Counts.Select(line => new ReactionView(line.Emoji, line.Count, Mine: null))];
}

/// <summary>A post in a list, and in events, where no reaction tells whose it is.</summary>
/// <param name="Excerpt">The beginning as plain text on one line.</param>
/// <param name="IsDeleted">Only ever true for those who keep order: nobody else sees deleted posts.</param>
/// <param name="Version">Of title and text; the part of the <c>ETag</c> that <c>If-Match</c> compares.</param>
public sealed record PostItem(
    Guid Id, string Title, string Excerpt, UserRef Author, CategoryRef Category, DateTimeOffset CreatedAt, DateTimeOffset? EditedAt, DateTimeOffset LastActivityAt,
    int CommentCount, IReadOnlyList<ReactionView> Reactions, bool IsPinned, bool IsLocked, bool IsDeleted, int Version, IReadOnlyList<string> Tags,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] InterestView? Mine);

/// <summary>What a post is to the reader; left out where it is nothing special, and where one answer goes to several readers.</summary>
public sealed record InterestView(bool IsFollowing, bool IsMuted, bool IsBookmarked);

/// <summary>A post with its text.</summary>
/// <param name="Content">Markdown as written.</param>
/// <param name="ContentHtml">The same as safe HTML.</param>
/// <param name="IsHeld">Waits for a moderator; until then only its author and moderators see it.</param>
public sealed record PostView(
    Guid Id, string Title, string Excerpt, string Content, string ContentHtml, UserRef Author, CategoryRef Category, DateTimeOffset CreatedAt, DateTimeOffset? EditedAt,
    DateTimeOffset LastActivityAt, int CommentCount, IReadOnlyList<ReactionView> Reactions, bool IsPinned, bool IsLocked, bool IsDeleted, bool IsHeld, int Version, IReadOnlyList<string> Tags,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] InterestView? Mine)
{
    /// <summary>Images, in their order.</summary>
    public IReadOnlyList<AttachmentView> Attachments { get; init; } = [];
}
