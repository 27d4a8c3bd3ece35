using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Chats;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Application.Uploads;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Comments;

/// <summary>A comment. Of a deleted one that still has replies only its place is left, without author and text; those who keep order see what it was.</summary>
/// <param name="Number">1, 2, 3 under its post, in the order they were written.</param>
/// <param name="Content">Markdown as written.</param>
/// <param name="ContentHtml">The same as safe HTML.</param>
/// <param name="ReplyCount">Direct replies that the list shows.</param>
/// <param name="IsHeld">Waits for a moderator; until then only its author and moderators see it.</param>
/// <param name="Version">Of the text; the part of the <c>ETag</c> that <c>If-Match</c> compares.</param>
public sealed record CommentView(
    Guid Id, Guid PostId, Guid? ParentId, long Number, UserRef? Author, string Content, string ContentHtml, DateTimeOffset CreatedAt, DateTimeOffset? EditedAt,
    bool IsDeleted, bool IsHeld, IReadOnlyList<ReactionView> Reactions, int ReplyCount, int Version)
{
    /// <summary>Images, in their order.</summary>
    public IReadOnlyList<AttachmentView> Attachments { get; init; } = [];
}

internal static class CommentViews
{
    public static CommentView OfNew(Comment comment, IActor author) => new(
        comment.Id.Value, comment.PostId.Value, comment.ParentId?.Value, comment.Number, new UserRef(author.UserId.Value, author.Nickname), comment.Content.Source, comment.Content.Html,
        comment.CreatedAt, EditedAt: null, IsDeleted: false, comment.IsHeld, [], ReplyCount: 0, comment.Version);

    /// <summary>Comments with their images; a place has none.</summary>
    public static async Task<List<CommentView>> WithImagesAsync(this IReadDb db, IReadOnlyList<CommentView> comments, CancellationToken cancellationToken)
    {
        var images = await db.AttachmentsAsync(UploadUse.Comment, [.. comments.Where(comment => comment.Author is not null).Select(comment => comment.Id)], cancellationToken);
        return [.. comments.Select(comment => comment with { Attachments = [.. images[comment.Id]] })];
    }
}

/// <summary>A comment's row, before it is known who reads it.</summary>
internal sealed record CommentLine(
    CommentId Id, PostId PostId, CommentId? ParentId, long Number, UserId AuthorId, Nickname Author, string Source, string Html,
    DateTimeOffset CreatedAt, DateTimeOffset? EditedAt, bool IsDeleted, bool IsHeld, ReactionTally Reactions, int ReplyCount, int Version)
{
    public CommentView Show(ILookup<CommentId, string> mine, IActor reader) =>
        IsDeleted && !reader.IsStaff && !(IsHeld && reader.IsSignedIn && reader.UserId == AuthorId) ? Place : Show(ReactionViews.Of(Reactions, mine[Id]));

    /// <summary>As any visitor sees it.</summary>
    public CommentView ShowToEveryone() => IsDeleted ? Place : Show(ReactionViews.ForEveryone(Reactions));

    private CommentView Place =>
        new(Id.Value, PostId.Value, ParentId?.Value, Number, Author: null, "", "", CreatedAt, EditedAt: null, IsDeleted: true, IsHeld: false, [], ReplyCount, Version);

    private CommentView Show(ReactionView[] reactions) => new(
        Id.Value, PostId.Value, ParentId?.Value, Number, new UserRef(AuthorId.Value, Author.Value), Source, Html, CreatedAt, EditedAt, IsDeleted && !IsHeld, IsHeld, reactions, ReplyCount, Version);
}
