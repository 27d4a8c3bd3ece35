using System.Text.Json;
using RealTimeForum.Integration.Tests.Posts;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Notifications;

/// <summary>Whom something concerns is called, once, on every device; what is unread is what a recount gives.</summary>
public sealed class NotificationTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    [Fact]
    public async Task Mentions_replies_comments_and_reactions_call_and_each_leads_to_its_place()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        await using var hers = await ada.ConnectAsync();
        var post = await forum.PostAsync(bob, "Hello", $"What do you think, @{ada.Nickname}?");
        var called = (await hers.NextAsync("notification.created")).At("data");
        (called.Text("type"), called.Text("actor", "id"), called.Text("link"), called.Text("title"), called.Flag("isRead")).Should().Be(("mention", bob.Id, $"/posts/{post}", "Hello", false));

        var comment = await ForumWithStaff.CommentAsync(ada, post, "A lot");
        var reply = await ForumWithStaff.CommentAsync(bob, post, "Tell me", comment);
        (await bob.Http.PutAsync($"/api/comments/{comment}/reactions/%F0%9F%91%8D")).ShouldBe(200);
        (await ada.Http.PutAsync($"/api/posts/{post}/reactions/%F0%9F%91%8D")).ShouldBe(200);

        var list = (await ada.Http.GetAsync("/api/notifications")).ShouldBe(200).Json;
        list.Items().Select(item => (item.Text("type"), item.Text("link"))).Should().Equal(
            ("reaction", $"/posts/{post}?comment={comment}"), ("reply", $"/posts/{post}?comment={reply}"), ("mention", $"/posts/{post}"));
        list.Items()[1].Text("excerpt").Should().Be("Tell me");
        list.Number("unreadCount").Should().Be(3);
        list.Items()[1].EnumerateObject().Select(field => field.Name).Should().Contain(["id", "type", "createdAt", "isRead", "actor", "postId", "commentId", "chatId", "messageId"]);
        (await bob.Http.GetAsync("/api/notifications")).Json.Items().Select(item => (item.Text("type"), item.Text("actor", "id"))).Should().Equal(("reaction", ada.Id), ("comment", ada.Id));
        (await forum.Visitor().GetAsync("/api/notifications")).ShouldBe(401);
    }

    [Fact]
    public async Task Each_thing_calls_once_and_nobody_calls_themselves()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var post = await forum.PostAsync(ada, content: $"I am @{ada.Nickname}");
        await ForumWithStaff.CommentAsync(ada, post, "Still me");
        (await ada.Http.PutAsync($"/api/posts/{post}/reactions/%F0%9F%91%8D")).ShouldBe(200);
        var comment = await ForumWithStaff.CommentAsync(bob, post, $"Hello @{ada.Nickname}");
        (await bob.Http.PatchAsync($"/api/comments/{comment}", new { content = $"Hello again, @{ada.Nickname}" })).ShouldBe(200);
        for (var i = 0; i < 3; i++)
        {
            (await bob.Http.PutAsync($"/api/posts/{post}/reactions/%F0%9F%91%8D")).ShouldBe(200);
            (await bob.Http.DeleteAsync($"/api/posts/{post}/reactions/%F0%9F%91%8D")).ShouldBe(200);
        }
        (await KindsAsync(ada)).Should().Equal(["mention"], "the comment named her, and the reaction was taken back");
        (await bob.Http.PutAsync($"/api/posts/{post}/reactions/%F0%9F%8E%89")).ShouldBe(200);
        (await KindsAsync(ada)).Should().Equal("reaction", "mention");
    }

    [Fact]
    public async Task Read_on_one_device_is_read_on_all_and_the_count_is_never_wrong()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var post = await forum.PostAsync(ada);
        var first = await ForumWithStaff.CommentAsync(bob, post, "one");
        await ForumWithStaff.CommentAsync(bob, post, "two");
        await ForumWithStaff.CommentAsync(bob, post, "three");
        var items = (await ada.Http.GetAsync("/api/notifications?limit=2")).Json;
        items.Items().Concat((await ada.Http.GetAsync($"/api/notifications?limit=2&cursor={items.Text("next")}")).Json.Items()).Select(item => item.Text("excerpt")).Should().Equal("three", "two", "one");
        await using var second = await ada.ConnectAsync();
        (await ada.Http.PutAsync("/api/notifications/read", new { upTo = items.Items()[1].Text("id") })).ShouldBe(204);
        (await second.NextAsync("notifications.read")).Text("data", "upTo").Should().Be(items.Items()[1].Text("id"));
        var program = await ada.ProgramAsync();
        var seen = (await program.GetAsync("/api/notifications")).Json;
        (seen.Number("unreadCount"), string.Join(' ', seen.Items().Select(item => item.Flag("isRead")))).Should().Be((1, "False True True"));

        // It never goes back, and only to what is mine.
        (await ada.Http.PutAsync("/api/notifications/read", new { upTo = seen.Items()[2].Text("id") })).ShouldBe(204);
        (await program.GetAsync("/api/notifications?unread=true")).Json.Items().Should().ContainSingle();
        (await bob.Http.PutAsync("/api/notifications/read", new { upTo = seen.Items()[0].Text("id") })).ShouldBeProblem(404, "notification.not_found");
        (await ada.Http.PutAsync("/api/notifications/read", new { })).ShouldBeProblem(400, "request.invalid", "upTo");

        // What is gone does not count, and counts again when it is back.
        (await bob.Http.DeleteAsync($"/api/comments/{first}")).ShouldBe(204);
        (await ada.Http.GetAsync("/api/notifications")).Json.Items().Should().HaveCount(2);
        (await ada.Http.DeleteAsync($"/api/posts/{post}")).ShouldBe(204);
        var without = (await ada.Http.GetAsync("/api/notifications")).Json;
        (without.Items().Count, without.Number("unreadCount")).Should().Be((0, 0));
        (await ada.Http.PostAsync($"/api/posts/{post}/restore")).ShouldBe(200);
        (await ada.Http.GetAsync("/api/notifications")).Json.Number("unreadCount").Should().Be(1);
    }

    [Fact]
    public async Task Who_is_named_in_a_group_is_called_until_the_message_is_read()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var (group, pair) = (await ada.GroupWithAsync(bob), await ada.ChatWithAsync(bob));
        await using var his = await bob.ConnectAsync();
        await ada.SayAsync(pair, $"@{bob.Nickname}");
        var message = await ada.SayAsync(group, $"Are you there, @{bob.Nickname}?");
        var called = (await his.NextAsync("notification.created")).At("data");
        (called.Text("type"), called.Text("link"), called.Text("title")).Should().Be(("mention", $"/chats/{group}?m={message.Number("seq")}", "A group"));
        (called.Text("messageId"), called.Text("chatId")).Should().Be((message.Text("id"), group));
        (await bob.Http.GetAsync("/api/notifications")).Json.Number("unreadCount").Should().Be(1);
        (await bob.Http.PutAsync($"/api/chats/{group}/read", new { seq = message.Number("seq") })).ShouldBe(204);
        var read = (await bob.Http.GetAsync("/api/notifications")).Json;
        (read.Number("unreadCount"), read.Items()[0].Flag("isRead")).Should().Be((0, true));
        (await ada.Http.DeleteAsync($"/api/messages/{message.Text("id")}")).ShouldBe(204);
        (await bob.Http.GetAsync("/api/notifications")).Json.Items().Should().BeEmpty();

        (await bob.Http.PutAsync($"/api/chats/{group}/notifications", new { level = "nothing" })).Status.Should().BeOneOf(200, 204);
        await ada.SayAsync(group, $"@{bob.Nickname}!");
        (await bob.Http.GetAsync("/api/notifications")).Json.Items().Should().BeEmpty();
    }

    [Fact]
    public async Task Blocked_people_call_nobody_and_what_they_did_before_is_out_of_sight()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var post = await forum.PostAsync(ada);
        var before = await ForumWithStaff.CommentAsync(bob, post, "before");
        (await KindsAsync(ada)).Should().Equal("comment");
        await using var hers = await ada.ConnectAsync();
        (await ada.Http.PutAsync($"/api/blocks/{bob.Id}")).ShouldBe(204);
        (await KindsAsync(ada)).Should().BeEmpty();
        await ForumWithStaff.CommentAsync(bob, post, $"@{ada.Nickname}");
        (await bob.Http.PutAsync($"/api/posts/{post}/reactions/%F0%9F%91%8D")).ShouldBe(200);
        await ForumWithStaff.CommentAsync(ada, post, $"@{bob.Nickname}", before);
        var group = await (await forum.SignUpAsync()).GroupWithAsync(ada, bob);
        await bob.SayAsync(group, $"@{ada.Nickname}");
        await Task.Delay(Limits.Silence);
        hers.Frames.Should().NotContain(frame => frame.Text("type") == "notification.created");
        (await KindsAsync(bob)).Should().BeEmpty();
        (await ada.Http.DeleteAsync($"/api/blocks/{bob.Id}")).ShouldBe(204);
        (await KindsAsync(ada)).Should().Equal("comment");
    }

    [Fact]
    public async Task Moderators_are_called_by_reports()
    {
        var (ada, bob, admin) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.AdminAsync());
        await using var device = await Socket.OpenAsync(forum, cookie: admin.SessionCookie, origin: forum.Origin);
        var report = (await ada.Http.PostAsync("/api/reports", new { targetType = "user", targetId = bob.Id, reason = "Rude to everyone" })).ShouldBe(201).Json;
        var called = (await device.NextAsync(frame => frame.Text("type") == "notification.created" && frame.Text("data", "type") == "report")).At("data");
        (called.Text("reportId"), called.Text("link"), called.Text("excerpt")).Should().Be((report.Text("id"), "/reports", "Rude to everyone"));
        (await KindsAsync(bob)).Should().BeEmpty();
    }

    private static async Task<IEnumerable<string>> KindsAsync(Person person) =>
        (await person.Http.GetAsync("/api/notifications")).ShouldBe(200).Json.Items().Select(item => item.Text("type"));
}
