using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Posts;

public sealed class CommentTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    [Fact]
    public async Task Comments_come_oldest_first_and_answer_each_other()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var post = await forum.PostAsync(ada);
        var made = (await bob.Http.PostAsync($"/api/posts/{post}/comments", new { content = "*first*" })).ShouldBe(201);
        made.Header("Location").Should().Be($"/api/comments/{made.Json.Text("id")}");
        made.Json.Text("contentHtml").Should().Contain("<em>first</em>");
        var reply = await ForumWithStaff.CommentAsync(ada, post, "second", made.Json.Text("id"));

        var comments = (await forum.Visitor().GetAsync($"/api/posts/{post}/comments")).ShouldBe(200).Json.Items();
        comments.Select(comment => comment.Text("id")).Should().Equal(made.Json.Text("id"), reply);
        comments[1].Text("parentId").Should().Be(made.Json.Text("id"));
        comments.Should().OnlyContain(comment => comment.Text("postId") == post);
        (await ada.Http.GetAsync($"/api/posts/{post}")).Json.Number("commentCount").Should().Be(2);
    }

    [Fact]
    public async Task What_is_answered_is_what_is_read_afterwards()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var post = await forum.PostAsync(ada);
        var first = await ForumWithStaff.CommentAsync(ada, post);
        var body = new { content = "**Ещё** one", parentId = first };

        var made = (await bob.Http.PostAsync($"/api/posts/{post}/comments", body, ("Idempotency-Key", "once"))).ShouldBe(201);

        var read = (await bob.Http.GetAsync($"/api/comments/{made.Json.Text("id")}")).ShouldBe(200);
        made.Json.GetRawText().Should().Be(read.Json.GetRawText());
        made.Header("ETag").Should().Be(read.Header("ETag"));
        (await bob.Http.PostAsync($"/api/posts/{post}/comments", body, ("Idempotency-Key", "once"))).ShouldBe(201).Json.GetRawText().Should().Be(read.Json.GetRawText());
    }

    [Theory]
    [InlineData("content", "")]
    [InlineData("content", "  ")]
    [InlineData("parentId", "0190b7e0-0000-7000-8000-000000000000")]
    [InlineData("parentId", "x")]
    public async Task A_wrong_field_is_named(string field, string value)
    {
        var ada = await forum.SignUpAsync();
        var post = await forum.PostAsync(ada);
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["content"] = "Text", [field] = value };
        (await ada.Http.PostAsync($"/api/posts/{post}/comments", body)).ShouldBe(400).Json.At("errors").Has(field).Should().BeTrue();
    }

    [Fact]
    public async Task Who_is_named_is_linked_to_their_profile_and_nobody_else_is()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync("Бо.б_1"));
        var post = await forum.PostAsync(ada, "To all", $"Ask @{bob.Nickname}, not @{bob.Nickname}x");
        var html = (await forum.Visitor().GetAsync($"/api/posts/{post}")).Json.Text("contentHtml");
        html.Should().Be($"<p>Ask <a href=\"/users/{Uri.EscapeDataString(bob.Nickname)}\" rel=\"nofollow noopener ugc\">@{bob.Nickname}</a>, not @{bob.Nickname}x</p>\n");
        var comment = await ForumWithStaff.CommentAsync(ada, post, $"@{bob.Nickname.ToUpperInvariant()}");
        (await ada.Http.GetAsync($"/api/comments/{comment}")).Json.Text("contentHtml").Should().Contain("<a href=\"/users/");
    }

    [Fact]
    public async Task A_comment_of_another_post_is_no_parent()
    {
        var ada = await forum.SignUpAsync();
        var (one, other) = (await forum.PostAsync(ada), await forum.PostAsync(ada));
        var elsewhere = await ForumWithStaff.CommentAsync(ada, other);
        (await ada.Http.PostAsync($"/api/posts/{one}/comments", new { content = "Text", parentId = elsewhere })).ShouldBeProblem(400, "comment.parent_not_found", "parentId");
        (await ada.Http.PostAsync($"/api/posts/{Guid.CreateVersion7()}/comments", new { content = "Text" })).ShouldBeProblem(404, "post.not_found");
    }

    [Fact]
    public async Task Only_the_author_and_the_staff_change_a_comment()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var comment = await ForumWithStaff.CommentAsync(bob, await forum.PostAsync(ada));
        (await ada.Http.PatchAsync($"/api/comments/{comment}", new { content = "Not mine" })).ShouldBeProblem(403, "comment.not_yours");
        (await ada.Http.DeleteAsync($"/api/comments/{comment}")).ShouldBeProblem(403, "comment.not_yours");
        var tag = (await bob.Http.GetAsync($"/api/comments/{comment}")).Header("ETag")!;
        var edited = (await bob.Http.PatchAsync($"/api/comments/{comment}", new { content = "Mine" }, ("If-Match", tag))).ShouldBe(200).Json;
        (edited.Text("content"), edited.Has("editedAt")).Should().Be(("Mine", true));
        (await bob.Http.PatchAsync($"/api/comments/{comment}", new { content = "Again" }, ("If-Match", tag))).ShouldBeProblem(412, "request.stale");
        (await (await forum.AdminAsync()).DeleteAsync($"/api/comments/{comment}")).ShouldBe(204);
    }

    [Fact]
    public async Task A_deleted_comment_with_replies_keeps_its_place_without_its_text()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var post = await forum.PostAsync(ada);
        var (parent, alone) = (await ForumWithStaff.CommentAsync(bob, post, "to-be-forgotten"), await ForumWithStaff.CommentAsync(bob, post, "forgotten-too"));
        var reply = await ForumWithStaff.CommentAsync(ada, post, "an answer", parent);
        (await bob.Http.DeleteAsync($"/api/comments/{parent}")).ShouldBe(204);
        (await bob.Http.DeleteAsync($"/api/comments/{alone}")).ShouldBe(204);

        var answer = await ada.Http.GetAsync($"/api/posts/{post}/comments");
        answer.Body.Should().NotContainAny("to-be-forgotten", "forgotten-too");
        answer.Json.Items().Select(comment => (comment.Text("id"), comment.Flag("isDeleted"))).Should().Equal((parent, true), (reply, false));
        (await ada.Http.GetAsync($"/api/posts/{post}")).Json.Number("commentCount").Should().Be(1);
        (await bob.Http.PatchAsync($"/api/comments/{alone}", new { content = "back" })).Status.Should().BeOneOf(404, 409);
    }

    [Fact]
    public async Task Page_after_page_nothing_repeats_or_hides_while_comments_are_added()
    {
        var ada = await forum.SignUpAsync();
        var post = await forum.PostAsync(ada);
        List<string> written = [];
        for (var i = 0; i < 25; i++) written.Add(await ForumWithStaff.CommentAsync(ada, post, $"Comment {i}"));
        List<string> seen = [];
        var cursor = "";
        do
        {
            var page = (await ada.Http.GetAsync($"/api/posts/{post}/comments?limit=7{cursor}")).ShouldBe(200).Json;
            seen.AddRange(page.Items().Select(comment => comment.Text("id")));
            cursor = page.Has("next") ? $"&cursor={page.Text("next")}" : "";
            if (seen.Count < 25) await ForumWithStaff.CommentAsync(ada, post, "Meanwhile");
        }
        while (cursor.Length > 0);
        seen.Should().OnlyHaveUniqueItems();
        seen[..25].Should().Equal(written);
    }

    [Fact]
    public async Task A_page_can_be_asked_for_around_a_comment_and_goes_on_from_there()
    {
        var ada = await forum.SignUpAsync();
        var (post, other) = (await forum.PostAsync(ada), await forum.PostAsync(ada));
        List<string> made = [];
        for (var i = 0; i < 9; i++) made.Add(await ForumWithStaff.CommentAsync(ada, post, $"comment {i}"));
        (await ada.Http.DeleteAsync($"/api/comments/{made[3]}")).ShouldBe(204);

        var page = (await forum.Visitor().GetAsync($"/api/posts/{post}/comments?limit=4&around={made[5]}")).ShouldBe(200).Json;
        page.Items().Select(comment => comment.Text("id")).Should().Equal(made[2], made[4], made[5], made[6]);
        var rest = (await forum.Visitor().GetAsync($"/api/posts/{post}/comments?limit=4&cursor={page.Text("next")}")).ShouldBe(200).Json;
        rest.Items().Select(comment => comment.Text("id")).Should().Equal(made[7], made[8]);
        (await forum.Visitor().GetAsync($"/api/posts/{post}/comments?limit=4&around={made[0]}")).Json.Items()[0].Text("id").Should().Be(made[0]);
        foreach (var nowhere in new[] { made[3], await ForumWithStaff.CommentAsync(ada, other), $"{Guid.NewGuid()}" })
            (await forum.Visitor().GetAsync($"/api/posts/{post}/comments?around={nowhere}")).ShouldBeProblem(404, "comment.not_found");
    }

    [Fact]
    public async Task The_same_idempotency_key_makes_one_comment()
    {
        var ada = await forum.SignUpAsync();
        var post = await forum.PostAsync(ada);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var first = (await ada.Http.PostAsync($"/api/posts/{post}/comments", new { content = "Once" }, key)).ShouldBe(201).Json.Text("id");
        (await ada.Http.PostAsync($"/api/posts/{post}/comments", new { content = "Once" }, key)).Json.Text("id").Should().Be(first);
        (await ada.Http.PostAsync($"/api/posts/{post}/comments", new { content = "Twice" }, key)).ShouldBeProblem(409, "idempotency.key_reused");
        forum.Clock.Advance(TimeSpan.FromHours(25));
        (await ada.Http.PostAsync($"/api/posts/{post}/comments", new { content = "Twice" }, key)).ShouldBe(201); // a key holds for a day
    }
}
