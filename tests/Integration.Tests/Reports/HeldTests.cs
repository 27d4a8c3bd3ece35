using RealTimeForum.Integration.Tests.Posts;
using RealTimeForum.Integration.Tests.Running;
using RealTimeForum.Integration.Tests.Uploads;

namespace RealTimeForum.Integration.Tests.Reports;

/// <summary>A forum whose settings name words, and where new accounts' links wait.</summary>
public sealed class StrictForum : ForumApp
{
    protected override IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("Forum:Admin:Nickname", "keeper"), new("Forum:Admin:Email", "keeper@example.org"), new("Forum:Admin:Password", Person.Password),
        new("Forum:Moderation:RefusedWords:0", "forbidden*"), new("Forum:Moderation:MaskedWords:0", "чёрт"), new("Forum:Moderation:MaskedWords:1", "darn"),
        new("Forum:Moderation:HeldWords:0", "casino"), new("Forum:Moderation:HoldLinksFor", "1.00:00:00"),
    ];
}

public sealed class HeldTests(StrictForum forum) : IClassFixture<StrictForum>
{
    [Fact]
    public async Task A_refused_word_is_named_and_a_masked_one_is_starred_out()
    {
        var ada = await forum.SignUpAsync();
        var general = await GeneralAsync();
        (await ada.Http.PostAsync("/api/posts", new { title = "A title", content = "This is FORBIDDENLY good", categoryId = general })).ShouldBeProblem(400, "content.word_refused", "content");
        (await ada.Http.PostAsync("/api/posts", new { title = "Forbidden", content = "x", categoryId = general })).ShouldBeProblem(400, "content.word_refused", "title");
        var post = (await ada.Http.PostAsync("/api/posts", new { title = "Darn it", content = "Черт, darned", categoryId = general })).ShouldBe(201).Json;
        (post.Text("title"), post.Text("content")).Should().Be(("**** it", "****, darned"));
        (await ada.Http.PostAsync($"/api/posts/{post.Text("id")}/comments", new { content = "darn" })).ShouldBe(201).Json.Text("content").Should().Be("****");
        (await ada.Http.PatchAsync($"/api/posts/{post.Text("id")}", new { content = "forbidden" })).ShouldBeProblem(400, "content.word_refused", "content");
        (await (await AdminAsync()).PostAsync("/api/posts", new { title = "Forbidden", content = "is that word, darn", categoryId = general })).ShouldBe(201).Json.Text("content").Should().Be("is that word, darn");
    }

    [Fact]
    public async Task In_chats_words_are_refused_and_masked_too_and_what_would_wait_is_refused()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        Task<Answer> Say(string content, Guid? id = null) => ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = id ?? Guid.NewGuid(), content });
        (await Say("this is forbidden")).ShouldBeProblem(400, "content.word_refused", "content");
        (await Say("come to the casino")).ShouldBeProblem(400, "content.word_refused", "content");
        var once = Guid.NewGuid();
        var sent = (await Say("darn it", once)).ShouldBe(201).Json;
        sent.Text("content").Should().Be("**** it");
        (await Say("darn it", once)).ShouldBe(200).Json.Text("id").Should().Be(sent.Text("id"));
        (await ada.Http.PatchAsync($"/api/messages/{sent.Text("id")}", new { content = "Forbidden!" })).ShouldBeProblem(400, "content.word_refused", "content");
        (await ada.Http.PatchAsync($"/api/messages/{sent.Text("id")}", new { content = "чёрт" })).ShouldBe(200).Json.Text("content").Should().Be("****");
        await using var device = await ada.ConnectAsync();
        (await device.ExchangeAsync("message.send", new { chatId = chat, clientMessageId = Guid.NewGuid(), content = "casino" })).Text("error", "code").Should().Be("content.word_refused");
    }

    [Fact]
    public async Task A_held_post_waits_in_the_queue_until_a_moderator_publishes_it()
    {
        var (ada, bob, admin) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await AdminAsync());
        await using var device = await bob.ConnectAsync();
        await device.AskAsync("watch", new { topic = "posts" });
        var made = (await ada.Http.PostAsync("/api/posts", new { title = "A casino", content = $"Hello @{bob.Nickname}", categoryId = await GeneralAsync() })).ShouldBe(201).Json;
        var post = made.Text("id");
        (made.Flag("isHeld"), made.Flag("isDeleted")).Should().Be((true, false));
        (await ada.Http.GetAsync($"/api/posts/{post}")).ShouldBe(200).Json.Flag("isHeld").Should().BeTrue();
        (await bob.Http.GetAsync($"/api/posts/{post}")).ShouldBe(404);
        (await ada.Http.GetAsync($"/api/posts?author={ada.Nickname}")).Json.Items().Should().BeEmpty();
        (await ada.Http.PostAsync($"/api/posts/{post}/restore")).ShouldBe(403);
        (await bob.Http.GetAsync("/api/notifications")).Json.Items().Should().BeEmpty();
        await Task.Delay(Limits.Silence);
        device.Frames.Should().NotContain(frame => frame.Text("type") == "post.created");

        var report = await HeldAsync(admin, post);
        (report.Flag("isAutomatic"), report.Has("reporter"), report.Flag("target", "isHeld"), report.Text("target", "author", "id")).Should().Be((true, false, true, ada.Id));
        (await admin.PatchAsync($"/api/reports/{report.Text("id")}", new { decision = "dismissed" })).ShouldBe(200);
        (await device.NextAsync("post.created")).Text("data", "id").Should().Be(post);
        (await device.NextAsync("notification.created")).Text("data", "actor", "id").Should().Be(ada.Id);
        (await bob.Http.GetAsync($"/api/posts/{post}")).ShouldBe(200).Json.Flag("isHeld").Should().BeFalse();
    }

    [Fact]
    public async Task A_rejected_post_stays_away_and_an_edit_can_be_held_too()
    {
        var (ada, bob, admin) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await AdminAsync());
        var post = (await ada.Http.PostAsync("/api/posts", new { title = "A title", content = "x", categoryId = await GeneralAsync() })).ShouldBe(201).Json.Text("id");
        (await bob.Http.GetAsync($"/api/posts/{post}")).ShouldBe(200);
        (await ada.Http.PatchAsync($"/api/posts/{post}", new { content = "casino!" })).ShouldBe(200).Json.Flag("isHeld").Should().BeTrue();
        (await bob.Http.GetAsync($"/api/posts/{post}")).ShouldBe(404);
        (await admin.PatchAsync($"/api/reports/{(await HeldAsync(admin, post)).Text("id")}", new { decision = "upheld", note = "No" })).ShouldBe(200);
        (await ada.Http.GetAsync($"/api/posts/{post}")).ShouldBe(404);
        (await ada.Http.PostAsync($"/api/posts/{post}/restore")).ShouldBe(403);
    }

    [Fact]
    public async Task New_accounts_links_wait_and_old_ones_do_not()
    {
        var (ada, admin) = (await forum.SignUpAsync(), await AdminAsync());
        var post = (await ada.Http.PostAsync("/api/posts", new { title = "A title", content = "no link", categoryId = await GeneralAsync() })).ShouldBe(201).Json.Text("id");
        var comment = (await ada.Http.PostAsync($"/api/posts/{post}/comments", new { content = "Look: https://example.org" })).ShouldBe(201).Json;
        comment.Flag("isHeld").Should().BeTrue();
        (await forum.Visitor().GetAsync($"/api/posts/{post}/comments")).Json.Items().Should().BeEmpty();
        (await forum.Visitor().GetAsync($"/api/posts/{post}")).Json.Number("commentCount").Should().Be(0);
        var own = (await ada.Http.GetAsync($"/api/posts/{post}/comments")).Json.Items().Single();
        (own.Flag("isHeld"), own.Flag("isDeleted"), own.Has("author")).Should().Be((true, false, true));
        (await admin.PatchAsync($"/api/reports/{(await HeldAsync(admin, comment.Text("id"))).Text("id")}", new { decision = "dismissed" })).ShouldBe(200);
        (await forum.Visitor().GetAsync($"/api/posts/{post}/comments")).Json.Items().Single().Text("id").Should().Be(comment.Text("id"));
        (await forum.Visitor().GetAsync($"/api/posts/{post}")).Json.Number("commentCount").Should().Be(1);

        forum.Clock.Advance(TimeSpan.FromDays(2));
        (await ada.Http.PostAsync($"/api/posts/{post}/comments", new { content = "https://example.org" })).ShouldBe(201).Json.Flag("isHeld").Should().BeFalse();
    }

    [Fact]
    public async Task Whom_a_text_names_and_places_of_the_forum_are_no_links_that_wait()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var general = await GeneralAsync();
        async Task<bool> IsHeldAsync(string content) => (await ada.Http.PostAsync("/api/posts", new { title = "A title", content, categoryId = general })).ShouldBe(201).Json.Flag("isHeld");
        foreach (var here in new[] { $"Hello @{bob.Nickname}", "[rules](/posts/rules)", "A note[^1]\n\n[^1]: below" }) (await IsHeldAsync(here)).Should().BeFalse(here);
        foreach (var away in new[] { $"@{bob.Nickname}: [x](https://example.org)", "[x](//example.org)", "mailto:a@example.org", "<https://example.org>", "![x](https://example.org/x.png)" })
            (await IsHeldAsync(away)).Should().BeTrue(away);
    }

    [Fact]
    public async Task Tags_are_words_too()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var general = await GeneralAsync();
        Task<Answer> WriteAsync(params string?[] tags) => ada.Http.PostAsync("/api/posts", new { title = "A title", content = "x", categoryId = general, tags });
        (await WriteAsync("fine", "forbidden-fruit")).ShouldBeProblem(400, "content.word_refused", "tags");
        (await WriteAsync("darn")).ShouldBeProblem(400, "content.word_refused", "tags");
        (await WriteAsync("casino")).ShouldBe(201).Json.Flag("isHeld").Should().BeTrue();
        var post = (await WriteAsync("fine")).ShouldBe(201).Json.Text("id");
        (await ada.Http.PatchAsync($"/api/posts/{post}", new { tags = new[] { "forbidden" } })).ShouldBeProblem(400, "content.word_refused", "tags");
        (await ada.Http.PatchAsync($"/api/posts/{post}", new { tags = new[] { "casino" } })).ShouldBe(200).Json.Flag("isHeld").Should().BeTrue();
        (await bob.Http.GetAsync($"/api/posts/{post}")).ShouldBe(404);
        (await WriteAsync("a\ufffeb")).ShouldBeProblem(400, "request.invalid", "tags");
        (await WriteAsync("fine", null)).ShouldBeProblem(400, "request.invalid", "tags");
    }

    [Fact]
    public async Task Its_author_sees_all_of_what_is_held_and_nobody_else_any_of_it()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var (general, word) = (await GeneralAsync(), $"w{Guid.NewGuid():N}"[..16]);
        var (shown, said) = (await ada.UploadAsync(), await ada.UploadAsync());
        var post = (await ada.Http.PostAsync("/api/posts", new { title = $"A casino {word}", content = "x", categoryId = general, attachmentIds = new[] { shown.Text("id") } })).ShouldBe(201).Json.Text("id");
        var open = (await ada.Http.PostAsync("/api/posts", new { title = "A title", content = "before", categoryId = general })).ShouldBe(201).Json.Text("id");
        (await ada.Http.PatchAsync($"/api/posts/{open}", new { content = $"casino {word}" })).ShouldBe(200);
        var place = (await bob.Http.PostAsync("/api/posts", new { title = "A title", content = "x", categoryId = general })).ShouldBe(201).Json.Text("id");
        await using var device = await bob.ConnectAsync();
        await device.AskAsync("watch", new { topic = $"post:{place}" });
        await device.AskAsync("watch", new { topic = "posts" });
        var comment = (await ada.Http.PostAsync($"/api/posts/{place}/comments", new { content = $"A casino {word} here", attachmentIds = new[] { said.Text("id") } })).ShouldBe(201).Json.Text("id");

        foreach (var (image, isSeen) in new[] { (shown, post), (said, comment) }) (await ada.Http.StatusOfAsync(image)).Should().Be(200, isSeen);
        (await ada.Http.GetAsync($"/api/posts/{open}/history")).ShouldBe(200).Json.Items().Single().Text("content").Should().Be("before");
        (await ada.Http.GetAsync($"/posts/{post}")).Body.Should().Contain(word);
        foreach (var other in new[] { bob.Http, forum.Visitor() })
        {
            foreach (var image in new[] { shown, said }) (await other.StatusOfAsync(image)).Should().Be(404);
            foreach (var path in new[] { $"/api/posts/{post}", $"/api/posts/{post}/comments", $"/api/posts/{open}/history", $"/api/comments/{comment}", $"/api/comments/{comment}/history" }) (await other.GetAsync(path)).ShouldBe(404);
            (await other.GetAsync($"/posts/{post}")).Body.Should().NotContain(word);
            foreach (var kind in new[] { "posts", "comments" }) (await other.GetAsync($"/api/search?q={word}&in={kind}")).Json.Items().Should().BeEmpty();
            (await other.GetAsync($"/api/users/{ada.Nickname}")).Json.Number("postCount").Should().Be(0);
        }
        (await bob.Http.GetAsync("/api/notifications")).Json.Items().Should().BeEmpty();
        await Task.Delay(Limits.Silence);
        device.Frames.Should().NotContain(frame => frame.ToString().Contains(word) || frame.ToString().Contains(comment));
    }

    private static async Task<System.Text.Json.JsonElement> HeldAsync(Door admin, string target) =>
        (await admin.GetAsync("/api/reports?limit=100")).ShouldBe(200).Json.Items().Single(report => report.Text("targetId") == target);

    private async Task<string> GeneralAsync() => (await forum.Visitor().GetAsync("/api/categories")).Json.Items()[0].Text("id");

    private async Task<Door> AdminAsync()
    {
        var door = forum.Visitor();
        await Limits.UntilAsync(async () => (await door.PostAsync("/api/session", new { login = "keeper", password = Person.Password })).Status == 200, "the administrator");
        return door;
    }
}
