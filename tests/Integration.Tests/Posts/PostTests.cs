using System.Text.Json;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Posts;

public sealed class PostTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    [Fact]
    public async Task A_post_is_stored_as_written_and_shown_as_safe_html()
    {
        var ada = await forum.SignUpAsync();
        const string Content = "# Hello\r\n\r\n**bold** <script>alert(1)</script> <img src=x onerror=alert(1)> [link](javascript:alert(1))";
        var answer = (await ada.Http.PostAsync("/api/posts", new { title = "  A title ", content = Content, categoryId = await forum.GeneralAsync() })).ShouldBe(201);
        var post = answer.Json;
        answer.Header("Location").Should().Be($"/api/posts/{post.Text("id")}");
        answer.Header("ETag").Should().NotBeNullOrEmpty();
        post.Text("title").Should().Be("A title");
        post.Text("content").Should().Be(Content.Replace("\r\n", "\n", StringComparison.Ordinal));
        post.Text("contentHtml").Should().Contain("<strong>bold</strong>").And.NotContainAny("<script", "<img", "javascript:");
        (post.Text("author", "id"), post.Text("category", "slug"), post.Number("commentCount")).Should().Be((ada.Id, "general", 0));
        (post.Flag("isPinned"), post.Flag("isLocked"), post.Has("editedAt")).Should().Be((false, false, false));

        var read = (await forum.Visitor().GetAsync($"/api/posts/{post.Text("id")}")).ShouldBe(200).Json;
        read.Text("contentHtml").Should().Be(post.Text("contentHtml"));
    }

    [Theory]
    [InlineData("title", "ab")]
    [InlineData("title", "")]
    [InlineData("title", null)]
    [InlineData("content", "")]
    [InlineData("content", " \n ")]
    [InlineData("content", null)]
    [InlineData("categoryId", null)]
    [InlineData("categoryId", "x")]
    [InlineData("categoryId", "0190b7e0-0000-7000-8000-000000000000")]
    public async Task A_wrong_field_is_named(string field, string? value)
    {
        var ada = await forum.SignUpAsync();
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["title"] = "A title", ["content"] = "Text", ["categoryId"] = await forum.GeneralAsync(), [field] = value };
        (await ada.Http.PostAsync("/api/posts", body)).ShouldBe(400).Json.At("errors").Has(field).Should().BeTrue();
    }

    [Theory]
    [InlineData(200, 50_000, 201)]
    [InlineData(201, 1, 400)]
    [InlineData(3, 50_001, 400)]
    public async Task Lengths_have_limits(int title, int content, int status)
    {
        var ada = await forum.SignUpAsync();
        (await ada.Http.PostAsync("/api/posts", new { title = new string('т', title), content = new string('т', content), categoryId = await forum.GeneralAsync() })).ShouldBe(status);
    }

    [Fact]
    public async Task Visitors_read_and_do_not_write()
    {
        var post = await forum.PostAsync(await forum.SignUpAsync());
        var visitor = forum.Visitor();
        (await visitor.GetAsync("/api/posts")).ShouldBe(200);
        (await visitor.GetAsync($"/api/posts/{post}/comments")).ShouldBe(200);
        foreach (var answer in new[]
        {
            await visitor.PostAsync("/api/posts", new { title = "A title", content = "Text" }),
            await visitor.PatchAsync($"/api/posts/{post}", new { title = "Another" }),
            await visitor.DeleteAsync($"/api/posts/{post}"),
            await visitor.PostAsync($"/api/posts/{post}/comments", new { content = "me" }),
            await visitor.PutAsync($"/api/posts/{post}/reactions/👍"),
        })
        {
            answer.ShouldBeProblem(401, "auth.required");
        }
        (await visitor.GetAsync($"/api/posts/{Guid.CreateVersion7()}")).ShouldBeProblem(404, "post.not_found");
    }

    [Fact]
    public async Task Only_the_author_and_the_staff_change_a_post()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var post = await forum.PostAsync(ada);
        (await bob.Http.PatchAsync($"/api/posts/{post}", new { title = "Taken over" })).ShouldBeProblem(403, "post.not_yours");
        (await bob.Http.DeleteAsync($"/api/posts/{post}")).ShouldBeProblem(403, "post.not_yours");
        var edited = (await ada.Http.PatchAsync($"/api/posts/{post}", new { title = "Edited" })).ShouldBe(200).Json;
        (edited.Text("title"), edited.Text("content"), edited.Has("editedAt")).Should().Be(("Edited", "Some content", true));
        (await (await forum.AdminAsync()).PatchAsync($"/api/posts/{post}", new { content = "Mended" })).ShouldBe(200).Json.Text("author", "id").Should().Be(ada.Id);
    }

    [Fact]
    public async Task A_stale_edit_is_refused_and_a_reaction_makes_none_stale()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var post = await forum.PostAsync(ada);
        var tag = (await ada.Http.GetAsync($"/api/posts/{post}")).Header("ETag")!;
        (await ada.Http.GetAsync($"/api/posts/{post}", ("If-None-Match", tag))).ShouldBe(304);

        (await bob.Http.PutAsync($"/api/posts/{post}/reactions/👍")).ShouldBe(200);
        await ForumWithStaff.CommentAsync(bob, post);
        (await ada.Http.GetAsync($"/api/posts/{post}", ("If-None-Match", tag))).ShouldBe(200);
        (await ada.Http.PatchAsync($"/api/posts/{post}", new { title = "First edit" }, ("If-Match", tag))).ShouldBe(200);

        (await ada.Http.PatchAsync($"/api/posts/{post}", new { title = "Second edit" }, ("If-Match", tag))).ShouldBeProblem(412, "request.stale");
        (await ada.Http.SendAsync(HttpMethod.Delete, $"/api/posts/{post}", null, ("If-Match", tag))).ShouldBeProblem(412, "request.stale");
        (await ada.Http.GetAsync($"/api/posts/{post}")).Json.Text("title").Should().Be("First edit");
    }

    [Fact]
    public async Task A_deleted_post_is_gone_for_all_but_the_staff_who_can_bring_it_back()
    {
        var (ada, bob, admin) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.AdminAsync());
        var post = await forum.PostAsync(ada);
        var comment = await ForumWithStaff.CommentAsync(bob, post);
        var (tag, comments) = ((await bob.Http.GetAsync($"/api/posts/{post}")).Header("ETag")!, (await bob.Http.GetAsync($"/api/posts/{post}/comments")).Header("ETag")!);
        (await admin.DeleteAsync($"/api/posts/{post}")).ShouldBe(204);
        foreach (var door in new[] { ada.Http, bob.Http, forum.Visitor() })
        {
            (await door.GetAsync($"/api/posts/{post}")).ShouldBe(404);
            (await door.GetAsync($"/api/posts/{post}", ("If-None-Match", tag))).ShouldBe(404);
            (await door.GetAsync($"/api/posts/{post}/comments", ("If-None-Match", comments))).ShouldBe(404);
            (await door.GetAsync($"/api/posts/{post}/history")).ShouldBe(404);
            (await door.GetAsync($"/api/posts/{post}/comments")).ShouldBe(404);
            (await door.GetAsync($"/api/comments/{comment}")).ShouldBe(404);
            (await ListAsync(door, "limit=100")).Should().NotContain(post);
        }
        (await bob.Http.PostAsync($"/api/posts/{post}/comments", new { content = "still?" })).ShouldBe(404);
        (await ada.Http.PostAsync($"/api/posts/{post}/restore")).Status.Should().BeOneOf([403, 404], "a moderator deleted it");
        (await admin.GetAsync($"/api/posts/{post}")).ShouldBe(200).Json.Flag("isDeleted").Should().BeTrue();
        (await admin.PostAsync($"/api/posts/{post}/restore")).ShouldBe(200);
        (await bob.Http.GetAsync($"/api/posts/{post}/comments")).ShouldBe(200).Json.Items().Should().ContainSingle();
    }

    [Fact]
    public async Task The_same_idempotency_key_makes_one_post()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var body = new { title = "Once only", content = "Text", categoryId = await forum.GeneralAsync() };
        var key = ("Idempotency-Key", "key-1");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ada.Http.PostAsync("/api/posts", body, key)));
        answers.Select(answer => answer.ShouldBe(201).Json.Text("id")).Distinct().Should().ContainSingle();
        (await ada.Http.PostAsync("/api/posts", new { title = "Another", body.content, body.categoryId }, key)).ShouldBeProblem(409, "idempotency.key_reused");
        (await bob.Http.PostAsync("/api/posts", body, key)).ShouldBe(201).Json.Text("id").Should().NotBe(answers[0].Json.Text("id"), "keys are each person's own");

        (await ada.Http.PatchAsync($"/api/posts/{answers[0].Json.Text("id")}", new { title = "Edited since" })).ShouldBe(200);
        (await ada.Http.PostAsync("/api/posts", body, key)).ShouldBe(201).Json.Text("title").Should().Be("Edited since", "the key keeps the thing, not the answer");
        (await ListAsync(ada.Http, $"author={ada.Nickname}")).Should().ContainSingle();
    }

    [Fact]
    public async Task Page_after_page_nothing_repeats_or_hides_while_posts_are_added()
    {
        var ada = await forum.SignUpAsync();
        var category = await forum.NewCategoryAsync();
        List<string> written = [];
        for (var i = 0; i < 25; i++) written.Add(await forum.PostAsync(ada, $"Post {i}", categoryId: category));
        foreach (var sort in new[] { "new", "active", "top" })
        {
            List<string> seen = [];
            var query = $"author={ada.Nickname}&sort={sort}&limit=7";
            var cursor = "";
            do
            {
                var page = (await ada.Http.GetAsync($"/api/posts?{query}{cursor}")).ShouldBe(200).Json;
                seen.AddRange(page.Items().Select(post => post.Text("id")));
                cursor = page.Has("next") ? $"&cursor={page.Text("next")}" : "";
                await forum.PostAsync(ada, "Meanwhile", categoryId: category);
            }
            while (cursor.Length > 0);
            seen.Should().OnlyHaveUniqueItems();
            seen.Should().Contain(written);
            if (sort == "new") seen.Should().BeInDescendingOrder(StringComparer.Ordinal, "ids are made in time's order");
        }
    }

    [Fact]
    public async Task Lists_are_filtered_and_sorted_as_asked()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var category = (await (await forum.AdminAsync()).PostAsync("/api/categories", new { name = "Sorted", slug = "sorted" })).ShouldBe(201).Json.Text("id");
        var first = await forum.PostAsync(ada, "First", categoryId: category);
        var second = await forum.PostAsync(bob, "Second", categoryId: category);
        var third = await forum.PostAsync(ada, "Third", categoryId: category);
        await ForumWithStaff.CommentAsync(bob, first);
        (await bob.Http.PutAsync($"/api/posts/{second}/reactions/👍")).ShouldBe(200);

        (await ListAsync(ada.Http, "category=sorted")).Should().Equal(third, second, first);
        (await ListAsync(ada.Http, "category=sorted&sort=active")).Should().Equal(first, third, second);
        (await ListAsync(ada.Http, "category=sorted&sort=top")).First().Should().Be(second);
        (await ListAsync(ada.Http, $"category=sorted&author={ada.Nickname}")).Should().Equal(third, first);
        var item = (await ada.Http.GetAsync("/api/posts?category=sorted&sort=active")).Json.Items()[0];
        (item.Number("commentCount"), item.Text("excerpt"), item.Text("category", "name")).Should().Be((1, "Some content", "Sorted"));
        item.EnumerateObject().Select(field => field.Name).Should().Contain(
            ["id", "title", "excerpt", "author", "category", "createdAt", "editedAt", "lastActivityAt", "commentCount", "reactions", "isPinned", "isLocked"]);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("sort=best", "sort")]
    [InlineData("cursor=nonsense", "cursor")]
    public async Task A_wrong_question_is_refused_with_its_field(string query, string field) =>
        (await forum.Visitor().GetAsync($"/api/posts?{query}")).ShouldBeProblem(400, "request.invalid", field);

    [Fact]
    public async Task A_pinned_post_comes_first_and_a_locked_one_takes_no_comments()
    {
        var (ada, admin) = (await forum.SignUpAsync(), await forum.AdminAsync());
        (await admin.PostAsync("/api/categories", new { name = "Pins", slug = "pins" })).ShouldBe(201);
        var category = (await forum.Visitor().GetAsync("/api/categories")).Json.Items().Single(one => one.Text("slug") == "pins").Text("id");
        var (old, newer) = (await forum.PostAsync(ada, "The old one", categoryId: category), await forum.PostAsync(ada, "The new one", categoryId: category));
        (await ada.Http.PostAsync($"/api/posts/{old}/pin")).ShouldBe(403);
        (await ada.Http.PostAsync($"/api/posts/{old}/lock")).ShouldBe(403);
        (await admin.PostAsync($"/api/posts/{old}/pin")).ShouldBe(200);
        (await admin.PostAsync($"/api/posts/{old}/lock")).ShouldBe(200);
        (await ListAsync(ada.Http, "category=pins")).Should().Equal(old, newer);
        (await ada.Http.PostAsync($"/api/posts/{old}/comments", new { content = "Let me in" })).ShouldBeProblem(403, "post.locked");
    }

    [Fact]
    public async Task A_reaction_is_mine_on_or_off()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var post = await forum.PostAsync(ada);
        for (var i = 0; i < 2; i++) (await bob.Http.PutAsync($"/api/posts/{post}/reactions/🎉")).ShouldBe(200);
        var counts = (await ada.Http.PutAsync($"/api/posts/{post}/reactions/🎉")).ShouldBe(200).Json;
        counts.ValueKind.Should().Be(JsonValueKind.Array);
        counts.EnumerateArray().Select(count => (count.Text("emoji"), count.Number("count"), count.Flag("mine"))).Should().Equal(("🎉", 2, true));
        (await bob.Http.DeleteAsync($"/api/posts/{post}/reactions/🎉")).ShouldBe(200).Json.EnumerateArray().Single().Flag("mine").Should().BeFalse();
        (await bob.Http.PutAsync($"/api/posts/{post}/reactions/no")).ShouldBeProblem(400, "request.invalid", "emoji");
    }

    [Fact]
    public async Task One_person_has_one_of_each_emoji_however_many_of_their_devices_press_at_once()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var post = await forum.PostAsync(ada);
        var comment = await ForumWithStaff.CommentAsync(ada, post);
        foreach (var place in new[] { $"/api/posts/{post}", $"/api/comments/{comment}" })
        {
            var pressed = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? ada : bob).Http.PutAsync($"{place}/reactions/🎉")));
            pressed.Should().OnlyContain(answer => answer.Status == 200);
            (await ada.Http.GetAsync(place)).Json.Items("reactions").Select(count => (count.Text("emoji"), count.Number("count"), count.Flag("mine"))).Should().Equal(("🎉", 2, true));
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ada.Http.DeleteAsync($"{place}/reactions/🎉")));
            (await ada.Http.GetAsync(place)).Json.Items("reactions").Select(count => (count.Number("count"), count.Flag("mine"))).Should().Equal((1, false));
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? ada.Http.PutAsync($"{place}/reactions/👍") : ada.Http.DeleteAsync($"{place}/reactions/👍")));
            var last = (await ada.Http.PutAsync($"{place}/reactions/👍")).ShouldBe(200).Json;
            last.EnumerateArray().Single(count => count.Text("emoji") == "👍").Number("count").Should().Be(1);
        }
    }

    private static async Task<List<string>> ListAsync(Door door, string query) =>
        [.. (await door.GetAsync($"/api/posts?{query}")).ShouldBe(200).Json.Items().Select(post => post.Text("id"))];
}
