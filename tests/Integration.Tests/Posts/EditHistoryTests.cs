using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Posts;

/// <summary>What was said before each edit, for whoever may see what is said now.</summary>
public sealed class EditHistoryTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    [Fact]
    public async Task Every_edit_keeps_what_was_there_and_who_changed_it()
    {
        var (ada, admin) = (await forum.SignUpAsync(), await forum.AdminAsync());
        var post = await forum.PostAsync(ada, "First title", "First *words*");
        var comment = await ForumWithStaff.CommentAsync(ada, post, "First said");
        (await ada.Http.GetAsync($"/api/posts/{post}/history")).ShouldBe(200).Json.Items().Should().BeEmpty();
        (await ada.Http.PatchAsync($"/api/posts/{post}", new { content = "Second words" })).ShouldBe(200);
        (await ada.Http.PatchAsync($"/api/posts/{post}", new { content = "Second words" })).ShouldBe(200);
        (await ada.Http.PatchAsync($"/api/posts/{post}", new { tags = new[] { "tagged" } })).ShouldBe(200);
        (await admin.PatchAsync($"/api/posts/{post}", new { title = "Third title" })).ShouldBe(200);
        (await ada.Http.PatchAsync($"/api/comments/{comment}", new { content = "Second said" })).ShouldBe(200);

        var history = (await forum.Visitor().GetAsync($"/api/posts/{post}/history")).ShouldBe(200).Json.Items();
        history.Select(before => (before.Number("version"), before.Text("title"), before.Text("content"), before.Text("replacedBy", "nickname"))).Should().Equal(
            (2, "First title", "Second words", "keeper"), (1, "First title", "First *words*", ada.Nickname));
        history[1].Text("contentHtml").Should().Contain("<em>words</em>");
        (await forum.Visitor().GetAsync($"/api/comments/{comment}/history")).ShouldBe(200).Json.Items().Select(before => before.Text("content")).Should().Equal("First said");
        var page = (await ada.Http.GetAsync($"/api/posts/{post}/history?limit=1")).ShouldBe(200).Json;
        (await ada.Http.GetAsync($"/api/posts/{post}/history?limit=1&cursor={page.Text("next")}")).Json.Items().Single().Number("version").Should().Be(1);
    }

    [Fact]
    public async Task With_what_is_said_its_history_is_gone_for_all_but_the_staff()
    {
        var (ada, bob, admin) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.AdminAsync());
        var post = await forum.PostAsync(ada, content: "once");
        var parent = await ForumWithStaff.CommentAsync(ada, post, "once said");
        await ForumWithStaff.CommentAsync(bob, post, "an answer", parent);
        (await ada.Http.PatchAsync($"/api/posts/{post}", new { content = "now" })).ShouldBe(200);
        (await ada.Http.PatchAsync($"/api/comments/{parent}", new { content = "now said" })).ShouldBe(200);
        (await ada.Http.DeleteAsync($"/api/comments/{parent}")).ShouldBe(204);
        foreach (var door in new[] { ada.Http, bob.Http, forum.Visitor() }) (await door.GetAsync($"/api/comments/{parent}/history")).ShouldBeProblem(404, "comment.not_found");
        (await admin.GetAsync($"/api/comments/{parent}/history")).ShouldBe(200).Json.Items().Should().HaveCount(1);
        (await ada.Http.PostAsync($"/api/comments/{parent}/restore")).ShouldBe(200);
        (await ada.Http.DeleteAsync($"/api/posts/{post}")).ShouldBe(204);
        foreach (var path in new[] { $"/api/posts/{post}/history", $"/api/comments/{parent}/history" })
        {
            foreach (var door in new[] { ada.Http, bob.Http, forum.Visitor() }) (await door.GetAsync(path)).ShouldBe(404);
            (await admin.GetAsync(path)).ShouldBe(200);
        }
    }
}
