using RealTimeForum.Integration.Tests.Posts;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Ws;

/// <summary>Who looks at the feed or a post hears what changes there.</summary>
public sealed class WatchTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    [Fact]
    public async Task Who_watches_the_feed_hears_of_posts()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        await using var socket = await bob.ConnectAsync();
        await socket.AskAsync("watch", new { topic = "posts" });
        var post = await forum.PostAsync(ada, "Heard of");
        (await socket.NextAsync("post.created")).Text("data", "title").Should().Be("Heard of");
        (await ada.Http.PatchAsync($"/api/posts/{post}", new { title = "Changed" })).ShouldBe(200);
        (await socket.NextAsync("post.changed")).Text("data", "title").Should().Be("Changed");
        await socket.AskAsync("unwatch", new { topic = "posts" });
        await forum.PostAsync(ada, "Not heard of");
        await Task.Delay(Limits.Silence);
        socket.Frames.Should().NotContain(frame => frame.ToString().Contains("Not heard of"));
    }

    [Fact]
    public async Task Who_watches_a_post_hears_its_comments_and_reactions()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var post = await forum.PostAsync(ada);
        await using var socket = await bob.ConnectAsync();
        await socket.AskAsync("watch", new { topic = $"post:{post}" });
        var comment = await ForumWithStaff.CommentAsync(ada, post, "news");
        (await socket.NextAsync("comment.created")).ToString().Should().Contain(comment);
        (await ada.Http.PutAsync($"/api/posts/{post}/reactions/👍")).ShouldBe(200);
        (await socket.NextAsync("reactions.changed")).ToString().Should().Contain(post).And.NotContain("\"mine\":true");
    }

    [Theory]
    [InlineData("post:0190b7e0-0000-7000-8000-000000000000")]
    [InlineData("post:x")]
    [InlineData("everything")]
    [InlineData("")]
    public async Task What_is_not_there_or_not_visible_is_not_watched(string topic)
    {
        await using var socket = await (await forum.SignUpAsync()).ConnectAsync();
        var problem = (await socket.ExchangeAsync("watch", new { topic })).At("error");
        problem.Number("status").Should().BeOneOf(404, 400);
    }
}
