using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Posts;

/// <summary>What posts are to one person: followed, muted, bookmarked, seen; and how they are found by tag and by what was liked lately.</summary>
public sealed class InterestTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    [Fact]
    public async Task Followed_posts_have_a_feed_and_call_for_every_comment_muted_ones_for_none()
    {
        var (ada, bob, eve) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var (followed, other) = (await forum.PostAsync(bob), await forum.PostAsync(bob));
        (await ada.Http.PutAsync($"/api/posts/{followed}/follow")).ShouldBe(204);
        (await ada.Http.PutAsync($"/api/posts/{followed}/follow")).ShouldBe(204);
        (await IdsAsync(ada, "following=true")).Should().Equal(followed);
        (await ada.Http.GetAsync($"/api/posts/{followed}")).Json.Flag("mine", "isFollowing").Should().BeTrue();
        (await bob.Http.GetAsync($"/api/posts/{followed}")).Json.Has("mine").Should().BeFalse();
        (await forum.Visitor().GetAsync($"/api/posts/{followed}")).Json.Has("mine").Should().BeFalse();
        await ForumWithStaff.CommentAsync(eve, followed);
        await ForumWithStaff.CommentAsync(eve, other);
        (await ada.Http.GetAsync("/api/notifications")).Json.Items().Select(item => item.Text("postId")).Should().Equal(followed);

        (await ada.Http.PutAsync($"/api/posts/{followed}/mute")).ShouldBe(204);
        (await bob.Http.PutAsync($"/api/posts/{followed}/mute")).ShouldBe(204);
        await ForumWithStaff.CommentAsync(eve, followed, $"@{ada.Nickname}");
        (await ada.Http.GetAsync("/api/notifications")).Json.Items().Should().BeEmpty();
        (await bob.Http.GetAsync("/api/notifications")).Json.Items().Select(item => item.Text("postId")).Should().Equal(other);
        (await IdsAsync(ada, "following=true")).Should().BeEmpty("who mutes a post follows it no more");
        (await ada.Http.DeleteAsync($"/api/posts/{followed}/mute")).ShouldBe(204);
        await ForumWithStaff.CommentAsync(eve, followed, $"@{ada.Nickname}, again");
        (await ada.Http.GetAsync("/api/notifications")).Json.Items().Should().HaveCount(2);
        (await forum.Visitor().GetAsync("/api/posts?following=true")).ShouldBe(401);
        (await ada.Http.PutAsync($"/api/posts/{Guid.NewGuid()}/follow")).ShouldBeProblem(404, "post.not_found");
    }

    [Fact]
    public async Task Bookmarks_are_mine_alone()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var (first, second) = (await forum.PostAsync(bob), await forum.PostAsync(bob));
        foreach (var post in new[] { first, second }) (await ada.Http.PutAsync($"/api/posts/{post}/bookmark")).ShouldBe(204);
        (await IdsAsync(ada, "bookmarked=true")).Should().Equal(second, first);
        (await IdsAsync(bob, "bookmarked=true")).Should().BeEmpty();
        (await ada.Http.DeleteAsync($"/api/posts/{first}/bookmark")).ShouldBe(204);
        (await bob.Http.DeleteAsync($"/api/posts/{second}")).ShouldBe(204);
        (await IdsAsync(ada, "bookmarked=true")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_post_is_found_by_each_of_its_tags()
    {
        var ada = await forum.SignUpAsync();
        var tag = $"t{Guid.NewGuid():N}"[..20];
        var general = await forum.GeneralAsync();
        var made = (await ada.Http.PostAsync("/api/posts", new { title = "Tagged", content = "x", categoryId = general, tags = new[] { tag.ToUpperInvariant(), "#Ёлки", tag } })).ShouldBe(201).Json;
        made.Items("tags").Select(item => item.GetString()).Should().Equal(tag, "ёлки");
        var post = made.Text("id");
        (await IdsAsync(ada, $"tag={tag.ToUpperInvariant()}")).Should().Equal(post);
        (await forum.Visitor().GetAsync($"/api/posts?tag={tag}")).Json.Items()[0].Items("tags").Should().HaveCount(2);
        (await forum.Visitor().GetAsync($"/api/tags?q={tag[..18]}")).ShouldBe(200).Json.Items().Select(item => (item.Text("tag"), item.Number("postCount"))).Should().Equal((tag, 1));

        (await ada.Http.PatchAsync($"/api/posts/{post}", new { tags = new[] { "other", "ёлки" } })).ShouldBe(200).Json.Items("tags").Select(item => item.GetString()).Should().Equal("other", "ёлки");
        (await IdsAsync(ada, $"tag={tag}")).Should().BeEmpty();
        (await ada.Http.PatchAsync($"/api/posts/{post}", new { title = "Another title" })).ShouldBe(200).Json.Items("tags").Should().HaveCount(2);
        foreach (var wrong in new[] { new[] { "two words" }, [""], ["1", "2", "3", "4", "5", "6"], [new string('x', 33)] })
            (await ada.Http.PatchAsync($"/api/posts/{post}", new { tags = wrong })).ShouldBeProblem(400, "request.invalid", "tags");
        (await forum.SignUpAsync().ContinueWith(other => other.Result.Http.PatchAsync($"/api/posts/{post}", new { tags = new[] { "x" } })).Unwrap()).ShouldBe(403);
    }

    [Fact]
    public async Task Top_of_a_day_leaves_out_what_is_older()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var old = await forum.PostAsync(ada, "Older");
        (await bob.Http.PutAsync($"/api/posts/{old}/reactions/%F0%9F%91%8D")).ShouldBe(200);
        forum.Clock.Advance(TimeSpan.FromDays(2));
        var recent = await forum.PostAsync(ada, "Newer");
        async Task<List<string>> TopAsync(string period) => await IdsAsync(ada, $"author={ada.Nickname}&sort=top&period={period}");
        (await TopAsync("day")).Should().Equal(recent);
        (await TopAsync("week")).Should().Equal(old, recent);
        (await TopAsync("all")).Should().Equal(old, recent);
        (await ada.Http.GetAsync("/api/posts?sort=top&period=year")).ShouldBeProblem(400, "request.invalid", "period");
    }

    [Fact]
    public async Task What_came_since_my_last_visit_is_known()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var post = await forum.PostAsync(bob);
        await ForumWithStaff.CommentAsync(bob, post);
        async Task<System.Text.Json.JsonElement> SeeAsync(int number) => (await ada.Http.PutAsync($"/api/posts/{post}/seen", new { number })).ShouldBe(200).Json;
        (await SeeAsync(1)).Has("seenComments").Should().BeFalse("it is the first visit");
        await ForumWithStaff.CommentAsync(bob, post);
        (await SeeAsync(99)).Number("seenComments").Should().Be(1);
        (await SeeAsync(1)).Number("seenComments").Should().Be(2);
        (await SeeAsync(2)).Number("seenComments").Should().Be(2);
        (await ada.Http.PutAsync($"/api/posts/{post}/seen", new { number = -1 })).ShouldBeProblem(400, "request.invalid", "number");
    }

    private static async Task<List<string>> IdsAsync(Person reader, string query) =>
        [.. (await reader.Http.GetAsync($"/api/posts?{query}")).ShouldBe(200).Json.Items().Select(item => item.Text("id"))];
}
