using RealTimeForum.Integration.Tests.Posts;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Reports;

/// <summary>Anyone can tell the moderators of what they see; the moderators see what they need to decide, and no more.</summary>
public sealed class ReportTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    [Fact]
    public async Task A_post_a_comment_and_a_person_wait_in_the_queue_oldest_first()
    {
        var (ada, bob, admin) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.AdminAsync());
        var post = await forum.PostAsync(bob, "Buy now", "Some **cheap** things");
        var comment = await ForumWithStaff.CommentAsync(bob, post, "Even cheaper");
        List<string> filed = [];
        foreach (var (type, id) in new[] { ("post", post), ("comment", comment), ("user", bob.Id) })
        {
            var answer = (await ada.Http.PostAsync("/api/reports", new { targetType = type, targetId = id, reason = $"Spam {type}" })).ShouldBe(201);
            answer.Header("Location").Should().Be($"/api/reports/{answer.Json.Text("id")}");
            filed.Add(answer.Json.Text("id"));
        }

        var queue = await QueueAsync(admin, filed);
        queue.Select(report => report.Text("id")).Should().Equal(filed);
        queue.Should().OnlyContain(report => report.Text("state") == "open" && report.Text("reporter", "id") == ada.Id && report.Text("target", "author", "id") == bob.Id);
        (queue[0].Text("target", "title"), queue[0].Text("target", "excerpt"), queue[0].Text("target", "postId")).Should().Be(("Buy now", "Some cheap things", post));
        (queue[1].Text("target", "excerpt"), queue[1].Text("target", "postId"), queue[1].Text("reason")).Should().Be(("Even cheaper", post, "Spam comment"));

        (await ada.Http.GetAsync("/api/reports")).ShouldBeProblem(403, "auth.forbidden");
        (await bob.Http.GetAsync($"/api/reports/{filed[0]}")).ShouldBeProblem(404, "report.not_found");
        (await forum.Visitor().PostAsync("/api/reports", new { targetType = "post", targetId = post, reason = "x" })).ShouldBe(401);
    }

    [Fact]
    public async Task Of_a_chat_moderators_see_the_message_and_five_around_it_as_they_were()
    {
        var (ada, bob, admin) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.AdminAsync());
        var chat = await ada.ChatWithAsync(bob);
        List<string> said = [];
        for (var i = 0; i < 16; i++) said.Add((await (i == 8 ? bob : ada).SayAsync(chat, $"text {i}")).Text("id"));
        var report = (await ada.Http.PostAsync("/api/reports", new { targetType = "message", targetId = said[8], reason = "An insult" })).ShouldBe(201).Json;
        report.Items("context").Should().BeEmpty("it is for moderators");
        (await bob.Http.DeleteAsync($"/api/messages/{said[8]}")).ShouldBe(204);
        await ada.SayAsync(chat, "said later");

        var seen = (await admin.GetAsync($"/api/reports/{report.Text("id")}")).ShouldBe(200).Json;
        seen.Items("context").Select(message => message.Text("content")).Should().Equal(Enumerable.Range(3, 11).Select(i => $"text {i}"));
        var accused = seen.Items("context").Single(message => message.Flag("isReported"));
        (accused.Text("content"), accused.Text("sender", "id"), seen.Flag("target", "isDeleted")).Should().Be(("text 8", bob.Id, true));
        (await admin.GetAsync($"/api/chats/{chat}/messages")).ShouldBe(404);

        (await admin.PatchAsync($"/api/reports/{report.Text("id")}", new { decision = "upheld", note = "Seen" })).ShouldBe(200)
            .Json.Items("context").Select(message => message.Text("content")).Should().Equal("text 8");
    }

    [Fact]
    public async Task What_is_hidden_since_is_hidden_from_the_one_who_reported_it_too()
    {
        var (ada, bob, admin) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.AdminAsync());
        var (post, other) = (await forum.PostAsync(bob, "A seen title", "Seen words"), await forum.PostAsync(bob, "Another seen title"));
        var (comment, below) = (await ForumWithStaff.CommentAsync(bob, post, "Said words"), await ForumWithStaff.CommentAsync(bob, other, "Words below"));
        List<string> reports = [];
        foreach (var (type, id) in new[] { ("post", post), ("comment", comment), ("comment", below) })
            reports.Add((await ada.Http.PostAsync("/api/reports", new { targetType = type, targetId = id, reason = "x" })).ShouldBe(201).Json.Text("id"));
        (await ada.Http.GetAsync($"/api/reports/{reports[0]}")).Json.Text("target", "excerpt").Should().Be("Seen words");

        (await bob.Http.PatchAsync($"/api/posts/{post}", new { title = "A later title", content = "Later words" })).ShouldBe(200);
        (await admin.DeleteAsync($"/api/comments/{comment}")).ShouldBe(204);
        foreach (var gone in new[] { post, other }) (await admin.DeleteAsync($"/api/posts/{gone}")).ShouldBe(204);
        foreach (var report in reports)
        {
            var mine = (await ada.Http.GetAsync($"/api/reports/{report}")).ShouldBe(200).Json.At("target");
            (mine.Has("title"), mine.Text("excerpt"), mine.Flag("isDeleted")).Should().Be((false, "", true));
            (await admin.GetAsync($"/api/reports/{report}")).Json.Text("target", "excerpt").Should().NotBeEmpty("moderators decide by it");
        }
    }

    [Fact]
    public async Task Nobody_reports_what_they_cannot_see_or_what_is_their_own()
    {
        var (ada, bob, outsider) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var message = (await ada.SayAsync(await ada.ChatWithAsync(bob), "private")).Text("id");
        var post = await forum.PostAsync(ada);
        foreach (var (type, id) in new[] { ("message", message), ("message", post), ("post", message), ("comment", post), ("user", post) })
            (await outsider.Http.PostAsync("/api/reports", new { targetType = type, targetId = id, reason = "x" })).ShouldBeProblem(404, "report.target_not_found");
        (await ada.Http.PostAsync("/api/reports", new { targetType = "post", targetId = post, reason = "x" })).ShouldBeProblem(400, "report.own", "targetId");
        (await ada.Http.PostAsync("/api/reports", new { targetType = "message", targetId = message, reason = "x" })).ShouldBeProblem(400, "report.own");
        (await outsider.Http.PostAsync("/api/reports", new { targetType = "chat", targetId = post, reason = "x" })).ShouldBe(400);
        (await outsider.Http.PostAsync("/api/reports", new { targetType = "post", targetId = post, reason = " " })).ShouldBeProblem(400, "request.invalid", "reason");
        (await outsider.Http.PostAsync("/api/reports", new { })).ShouldBeProblem(400, "request.invalid", "targetType", "targetId", "reason");

        (await ada.Http.DeleteAsync($"/api/posts/{post}")).ShouldBe(204);
        (await outsider.Http.PostAsync("/api/reports", new { targetType = "post", targetId = post, reason = "x" })).ShouldBe(404);
    }

    [Fact]
    public async Task The_same_key_or_the_same_thing_is_one_report()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var (post, other) = (await forum.PostAsync(bob), await forum.PostAsync(bob));
        var key = ("Idempotency-Key", $"{Guid.NewGuid()}");
        var first = (await ada.Http.PostAsync("/api/reports", new { targetType = "post", targetId = post, reason = "x" }, key)).ShouldBe(201).Json.Text("id");
        (await ada.Http.PostAsync("/api/reports", new { targetType = "post", targetId = post, reason = "x" }, key)).Json.Text("id").Should().Be(first);
        (await ada.Http.PostAsync("/api/reports", new { targetType = "post", targetId = other, reason = "x" }, key)).ShouldBeProblem(409, "idempotency.key_reused");
        (await ada.Http.PostAsync("/api/reports", new { targetType = "post", targetId = post, reason = "again" })).ShouldBe(200).Json.Text("id").Should().Be(first);
    }

    [Fact]
    public async Task A_decision_holds_for_all_reports_of_the_same_thing_and_is_made_once()
    {
        var (ada, eve, bob, admin) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.AdminAsync());
        var post = await forum.PostAsync(bob);
        List<string> filed = [];
        foreach (var person in new[] { ada, eve })
            filed.Add((await person.Http.PostAsync("/api/reports", new { targetType = "post", targetId = post, reason = "x" })).ShouldBe(201).Json.Text("id"));
        (await QueueAsync(admin, filed)).Should().OnlyContain(report => report.Number("sameTarget") == 2);

        (await ada.Http.PatchAsync($"/api/reports/{filed[0]}", new { decision = "upheld" })).ShouldBeProblem(403, "auth.forbidden");
        (await admin.PatchAsync($"/api/reports/{filed[0]}", new { decision = "maybe" })).ShouldBe(400);
        (await admin.PatchAsync($"/api/reports/{filed[0]}", new { decision = "open" })).ShouldBeProblem(400, "request.invalid", "decision");
        (await admin.PatchAsync($"/api/reports/{Guid.NewGuid()}", new { decision = "upheld" })).ShouldBeProblem(404, "report.not_found");
        var decided = (await admin.PatchAsync($"/api/reports/{filed[0]}", new { decision = "dismissed", note = "Harmless" })).ShouldBe(200).Json;
        (decided.Text("state"), decided.Text("note"), decided.Text("decidedBy", "nickname")).Should().Be(("dismissed", "Harmless", "keeper"));
        (await admin.PatchAsync($"/api/reports/{filed[1]}", new { decision = "upheld" })).ShouldBeProblem(409, "report.decided");

        (await QueueAsync(admin, filed)).Should().BeEmpty();
        (await QueueAsync(admin, filed, "decided")).Select(report => report.Text("id")).Should().Equal(filed.AsEnumerable().Reverse());
        var mine = (await ada.Http.GetAsync($"/api/reports/{filed[0]}")).ShouldBe(200).Json;
        (mine.Text("state"), mine.Has("note"), mine.Has("decidedBy")).Should().Be(("dismissed", false, false));
        // Decided is no longer open: it can be reported anew.
        (await ada.Http.PostAsync("/api/reports", new { targetType = "post", targetId = post, reason = "x" })).ShouldBe(201);
    }

    [Fact]
    public async Task Every_page_of_the_queue_is_there_once()
    {
        var (ada, bob, admin) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.AdminAsync());
        List<string> filed = [];
        for (var i = 0; i < 5; i++)
            filed.Add((await ada.Http.PostAsync("/api/reports", new { targetType = "post", targetId = await forum.PostAsync(bob), reason = "x" })).ShouldBe(201).Json.Text("id"));
        (await QueueAsync(admin, filed, limit: 2)).Select(report => report.Text("id")).Should().Equal(filed);
        (await admin.GetAsync("/api/reports?cursor=x")).ShouldBe(400);
        (await admin.GetAsync("/api/reports?state=x")).ShouldBe(400);
    }

    /// <summary>Those of the whole queue that are asked for.</summary>
    private static async Task<List<System.Text.Json.JsonElement>> QueueAsync(Door admin, List<string> ids, string state = "open", int limit = 100)
    {
        List<System.Text.Json.JsonElement> found = [];
        var next = "";
        do
        {
            var page = (await admin.GetAsync($"/api/reports?state={state}&limit={limit}&cursor={next}")).ShouldBe(200).Json;
            found.AddRange(page.Items());
            next = page.Has("next") ? page.Text("next") : null;
        }
        while (next is not null);
        return found.FindAll(report => ids.Contains(report.Text("id")));
    }
}
