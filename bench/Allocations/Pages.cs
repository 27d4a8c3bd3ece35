using System.Text.Json;
using BenchmarkDotNet.Attributes;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Chats;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Posts;
using RealTimeForum.Infrastructure;

namespace RealTimeForum.Allocations;

/// <summary>What making a page's bytes costs in memory; kept ready, they cost nothing more.</summary>
[MemoryDiagnoser]
public class Pages
{
    private readonly Page<PostItem> _feed = new(
        [
            .. Enumerable.Range(0, 20).Select(i => new PostItem(
                Guid.CreateVersion7(), $"A title of some words, number {i}", new string('x', 200), new UserRef(Guid.CreateVersion7(), "anna"),
                new CategoryRef(Guid.CreateVersion7(), "general", "General"), DateTimeOffset.UtcNow, null, DateTimeOffset.UtcNow, i, [new ReactionView("👍", 3, false)], false, false, false, 1, ["a tag"], Mine: null)),
        ],
        Next: "cursor");

    [Benchmark(Description = "encode a page of 20 posts")]
    public byte[] EncodeFeed() => JsonSerializer.SerializeToUtf8Bytes(_feed, ForumJson.Options);
}
