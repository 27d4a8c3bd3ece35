using RealTimeForum.Application.Accounts;

namespace RealTimeForum.Application.Search;

/// <param name="Type"><c>post, comment, message</c>.</param>
/// <param name="PostId">Of a comment: where it stands. Of a post: itself.</param>
/// <param name="Seq">Of a message: its number in its chat.</param>
/// <param name="Title">The post's; the group's name. A private chat has none.</param>
/// <param name="Snippet">HTML: what was found in <c>&lt;mark&gt;</c>, everything else escaped.</param>
public sealed record SearchHitView(
    string Type, Guid Id, Guid? PostId, Guid? ChatId, long? Seq, string? Title, string Snippet, UserRef Author, DateTimeOffset CreatedAt);
