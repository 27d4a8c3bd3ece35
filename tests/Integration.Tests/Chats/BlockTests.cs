using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Chats;

/// <summary>Once one has blocked the other, neither learns anything new of the other; what was said stays readable.</summary>
public sealed class BlockTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task Neither_sees_whether_the_other_is_here()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        await using var hers = await ada.ConnectAsync();
        await using var his = await bob.ConnectAsync();
        await hers.NextAsync(frame => frame.Text("type") == "presence.changed" && frame.Text("data", "userId") == bob.Id);
        (await ada.Http.PutAsync($"/api/blocks/{bob.Id}")).ShouldBe(204);
        (await his.NextAsync(IsAbout(ada))).Flag("data", "isOnline").Should().BeFalse();
        (await hers.NextAsync(IsAbout(bob))).Flag("data", "isOnline").Should().BeFalse();

        foreach (var (one, other) in new[] { (ada, bob), (bob, ada) })
        {
            var profile = (await one.Http.GetAsync($"/api/users/{other.Nickname}")).Json;
            (profile.Flag("isOnline"), profile.Has("lastSeenAt"), profile.Flag("isBlocked")).Should().Be((false, false, one == ada));
            var person = (await one.Http.GetAsync("/api/roster")).Json.Items().Single(item => item.Text("user", "id") == other.Id);
            (person.Flag("isOnline"), person.Has("lastSeenAt")).Should().Be((false, false));
            (await one.Http.GetAsync("/api/roster?online=true")).Json.Items().Should().NotContain(item => item.Text("user", "id") == other.Id);
        }

        // A connection that comes later knows it too.
        await using var second = await bob.ConnectAsync();
        await his.AskAsync("presence", new { state = "away" });
        await second.AskAsync("presence", new { state = "away" });
        await hers.AskAsync("presence", new { state = "away" });
        await Task.Delay(Limits.Silence);
        hers.Frames.Should().NotContain(frame => frame.Text("type") == "presence.changed" && frame.Text("data", "userId") == bob.Id && frame.Flag("data", "isAway"));
        foreach (var device in new[] { his, second }) device.Frames.Should().NotContain(frame => frame.Text("type") == "presence.changed" && frame.Text("data", "userId") == ada.Id && frame.Flag("data", "isAway"));

        (await ada.Http.DeleteAsync($"/api/blocks/{bob.Id}")).ShouldBe(204);
        await his.NextAsync("presence.reset");
        (await bob.Http.GetAsync($"/api/users/{ada.Nickname}")).Json.Flag("isOnline").Should().BeTrue();
        await hers.AskAsync("presence", new { state = "active" });
        (await his.NextAsync(IsAbout(ada))).Flag("data", "isAway").Should().BeFalse();
    }

    [Fact]
    public async Task Nothing_new_is_said_either_way_and_the_history_stays()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        var (said, answered) = (await ada.SayAsync(chat, "hello"), await bob.SayAsync(chat, "hi"));
        (await ada.Http.PutAsync($"/api/blocks/{bob.Id}")).ShouldBe(204);

        foreach (var (one, own, theirs, code) in new[] { (ada, said, answered, "chat.blocked"), (bob, answered, said, "chat.not_allowed") })
        {
            (await one.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "more" })).ShouldBeProblem(403, code);
            (await one.Http.PatchAsync($"/api/messages/{own.Text("id")}", new { content = "more" })).ShouldBeProblem(403, code);
            (await one.Http.PutAsync($"/api/messages/{theirs.Text("id")}/reactions/%F0%9F%91%8D")).ShouldBeProblem(403, code);
            (await one.Http.PutAsync($"/api/messages/{theirs.Text("id")}/pin")).ShouldBeProblem(403, code);
            (await one.Http.GetAsync($"/api/chats/{chat}/messages")).Json.Items().Should().HaveCount(2);
            (await one.Http.GetAsync($"/api/chats/{chat}")).Json.Flag("isBlocked").Should().Be(one == ada);
            // What was acknowledged before stays acknowledged.
            (await one.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = own.Text("clientMessageId"), content = own.Text("content") })).ShouldBe(200);
            (await one.Http.PostAsync("/api/chats", new { name = "Come in", memberIds = new[] { one == ada ? bob.Id : ada.Id } })).ShouldBeProblem(403, code);
        }
        (await bob.Http.DeleteAsync($"/api/messages/{answered.Text("id")}")).ShouldBe(204);

        (await ada.Http.DeleteAsync($"/api/blocks/{bob.Id}")).ShouldBe(204);
        await bob.SayAsync(chat, "again");
    }

    [Fact]
    public async Task Strangers_do_not_come_together()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        (await ada.Http.PutAsync($"/api/blocks/{bob.Id}")).ShouldBe(204);
        (await bob.Http.PostAsync("/api/chats", new { userId = ada.Id })).ShouldBeProblem(403, "chat.not_allowed");
        (await ada.Http.PostAsync("/api/chats", new { userId = bob.Id })).ShouldBeProblem(403, "chat.blocked");
    }

    [Fact]
    public async Task Marks_and_typing_tell_nothing()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var (chat, group) = (await ada.ChatWithAsync(bob), await ada.GroupWithAsync(bob));
        await bob.SayAsync(chat, "one");
        await bob.SayAsync(group, "one");
        await using var his = await bob.ConnectAsync();
        await using var hers = await ada.ConnectAsync();
        (await ada.Http.PutAsync($"/api/blocks/{bob.Id}")).ShouldBe(204);
        foreach (var room in new[] { chat, group })
        {
            (await ada.Http.PutAsync($"/api/chats/{room}/read", new { seq = 9 })).ShouldBe(204);
            await hers.AskAsync("typing", new { chatId = room });
        }
        await Task.Delay(Limits.Silence);

        his.Frames.Should().NotContain(frame => frame.Text("type") == "typing" || (frame.Text("type") == "receipt.changed" && frame.Text("data", "userId") == ada.Id));
        foreach (var room in new[] { chat, group })
        {
            var message = (await bob.Http.GetAsync($"/api/chats/{room}/messages")).Json.Items()[0];
            (message.Flag("isDelivered"), message.Flag("isRead")).Should().Be((false, false));
            (await bob.Http.GetAsync($"/api/messages/{message.Text("id")}/readers")).Json.Items("waiting").Should().HaveCount(1);
            foreach (var members in new[] { (await bob.Http.GetAsync($"/api/chats/{room}")).Json.Items("members"), (await bob.Http.GetAsync($"/api/chats/{room}/members")).Json.Items() })
                members.Single(member => member.Text("user", "id") == ada.Id).Number("readSeq").Should().Be(0);
        }
        (await bob.Http.GetAsync($"/api/chats/{group}/messages")).Json.Items()[0].Number("readCount").Should().Be(0);
        // Her own devices know how far she is.
        (await ada.Http.GetAsync($"/api/chats/{chat}")).Json.Number("unreadCount").Should().Be(0);

        (await ada.Http.DeleteAsync($"/api/blocks/{bob.Id}")).ShouldBe(204);
        (await his.NextAsync(frame => frame.Text("type") == "receipt.changed" && frame.Text("data", "userId") == ada.Id)).Number("data", "readSeq").Should().Be(1);
        (await bob.Http.GetAsync($"/api/chats/{group}/messages")).Json.Items()[0].Number("readCount").Should().Be(1);
    }

    [Fact]
    public async Task Both_may_block_and_one_block_left_keeps_them_apart()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        (await ada.Http.PutAsync($"/api/blocks/{bob.Id}")).ShouldBe(204);
        (await ada.Http.PutAsync($"/api/blocks/{bob.Id}")).ShouldBe(204);
        (await bob.Http.PutAsync($"/api/blocks/{ada.Id}")).ShouldBe(204);
        (await ada.Http.DeleteAsync($"/api/blocks/{bob.Id}")).ShouldBe(204);
        (await ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "x" })).ShouldBeProblem(403, "chat.not_allowed");
        (await bob.Http.DeleteAsync($"/api/blocks/{ada.Id}")).ShouldBe(204);
        await ada.SayAsync(chat, "x");
    }

    [Fact]
    public async Task Only_I_see_whom_I_blocked_the_latest_first()
    {
        var (ada, others) = (await forum.SignUpAsync(), await forum.SignUpAsync(3));
        await using var device = await ada.ConnectAsync();
        foreach (var other in others) (await ada.Http.PutAsync($"/api/blocks/{other.Id}")).ShouldBe(204);
        (await device.NextAsync("block.changed")).Text("data", "userId").Should().Be(others[0].Id);
        var first = (await ada.Http.GetAsync("/api/blocks?limit=2")).ShouldBe(200).Json;
        var second = (await ada.Http.GetAsync($"/api/blocks?limit=2&cursor={first.Text("next")}")).ShouldBe(200).Json;
        first.Items().Concat(second.Items()).Select(item => item.Text("user", "id")).Should().Equal(others.Select(other => other.Id).Reverse());
        second.Has("next").Should().BeFalse();
        (await others[0].Http.GetAsync("/api/blocks")).Json.Items().Should().BeEmpty();

        (await ada.Http.PutAsync($"/api/blocks/{ada.Id}")).ShouldBeProblem(400, "block.yourself", "userId");
        (await ada.Http.PutAsync($"/api/blocks/{Guid.NewGuid()}")).ShouldBeProblem(404, "user.not_found");
        (await ada.Http.GetAsync("/api/blocks?cursor=x")).ShouldBe(400);
        (await forum.Visitor().GetAsync("/api/blocks")).ShouldBe(401);
    }

    private static Func<System.Text.Json.JsonElement, bool> IsAbout(Person person) =>
        frame => frame.Text("type") == "presence.changed" && frame.Text("data", "userId") == person.Id;
}
