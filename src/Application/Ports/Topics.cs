using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Ports;

/// <summary>What can be watched.</summary>
public static class Topics
{
    public const string Posts = "posts";

    private const string Post = "post:";

    public static string Of(PostId id) => Post + id.Value.ToString("D");

    public static PostId? PostIn(string topic) =>
        topic.StartsWith(Post, StringComparison.Ordinal) && Guid.TryParseExact(topic.AsSpan(Post.Length), "D", out var id) ? PostId.From(id) : null;
}
