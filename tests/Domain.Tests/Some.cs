using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Tests;

/// <summary>Things for tests that don't care which.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 15, 30, TimeSpan.Zero);
    public static readonly UserId Author = UserId.New();
    public static readonly Participant Writer = new(Author, IsStaff: false);
    public static readonly Participant Reader = new(UserId.New(), IsStaff: false);
    public static readonly Participant Moderator = new(UserId.New(), IsStaff: true);

    public static PostTitle Title(string text = "A title") => PostTitle.Parse(text).Value;

    public static Markup Text(string text = "Some text") => new(text, $"<p>{text}</p>", text);

    public static Post Post() => Domain.Posts.Post.Write(Author, CategoryId.New(), Title(), Text(), Now);

    public static Comment Comment(Post post, Participant? by = null, Comment? parent = null) => post.Comment(by ?? Writer, parent, Text(), Now).Value;
}
