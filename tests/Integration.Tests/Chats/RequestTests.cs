using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Chats;

/// <summary>A stranger's first messages to somebody who wants to be asked: until they are let in, the stranger learns nothing.</summary>
public sealed class RequestTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task Until_it_is_accepted_the_stranger_sees_no_presence_typing_or_receipt()
    {
        var (ada, stranger, chat) = await AskedAsync();
        await using var device = await stranger.ConnectAsync();
        await using var hers = await ada.ConnectAsync();
        (await ada.Http.PutAsync($"/api/chats/{chat}/read", new { seq = 1 })).ShouldBe(204);
        await hers.AskAsync("typing", new { chatId = chat });
        await Task.Delay(Limits.Silence);

        device.Frames.Where(frame => frame.ToString().Contains(ada.Id, StringComparison.Ordinal) && frame.Text("type") != "hello").Should().BeEmpty();
        var person = (await stranger.Http.GetAsync("/api/roster")).Json.Items().Single(item => item.Text("user", "id") == ada.Id);
        (person.Flag("isOnline"), person.Has("lastSeenAt")).Should().Be((false, false));
        var profile = (await stranger.Http.GetAsync($"/api/users/{ada.Nickname}")).Json;
        (profile.Flag("isOnline"), profile.Has("lastSeenAt")).Should().Be((false, false));
        (await stranger.Http.GetAsync("/api/roster?online=true")).Json.Items().Should().NotContain(item => item.Text("user", "id") == ada.Id);
        var said = (await stranger.Http.GetAsync($"/api/chats/{chat}/messages")).Json.Items()[0];
        (said.Flag("isDelivered"), said.Flag("isRead")).Should().Be((false, false));
        (await stranger.Http.GetAsync($"/api/messages/{said.Text("id")}/readers")).Json.Items("waiting").Should().HaveCount(1);
        (await stranger.Http.GetAsync($"/api/chats/{chat}")).Json.Items("members").Single(member => member.Text("user", "id") == ada.Id).Number("readSeq").Should().Be(0);

        (await ada.Http.PostAsync($"/api/chats/{chat}/accept")).ShouldBe(200).Json.Has("request").Should().BeFalse();
        (await device.NextAsync(frame => frame.Text("type") == "presence.changed" && frame.Text("data", "userId") == ada.Id)).Flag("data", "isOnline").Should().BeTrue();
        (await device.NextAsync("chat.updated")).Text("data", "change", "kind").Should().Be("accepted");
        (await device.NextAsync("receipt.changed")).Number("data", "readSeq").Should().BeGreaterThan(0);
        (await stranger.Http.GetAsync($"/api/chats/{chat}/messages")).Json.Items()[0].Flag("isRead").Should().BeTrue();
        (await stranger.Http.GetAsync($"/api/users/{ada.Nickname}")).Json.Flag("isOnline").Should().BeTrue();
    }

    [Fact]
    public async Task A_refusal_looks_like_silence()
    {
        var (ada, stranger, chat) = await AskedAsync();
        var waiting = (await stranger.Http.GetAsync($"/api/chats/{chat}")).Body;
        var inRoster = (await stranger.Http.GetAsync("/api/roster")).Json.Items().Single(item => item.Text("user", "id") == ada.Id).ToString();
        await using var hers = await ada.ConnectAsync();
        await using var device = await stranger.ConnectAsync();
        (await stranger.Http.PostAsync($"/api/chats/{chat}/refuse")).ShouldBeProblem(409, "chat.no_request");
        (await ada.Http.PostAsync($"/api/chats/{chat}/refuse")).ShouldBe(204);

        (await hers.NextAsync("chat.removed")).Text("data", "reason").Should().Be("refused");
        (await ada.Http.GetAsync($"/api/chats/{chat}")).ShouldBe(404);
        (await ada.Http.GetAsync("/api/chats")).Json.Items().Should().BeEmpty();
        (await ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "x" })).ShouldBe(404);
        (await stranger.Http.GetAsync($"/api/chats/{chat}")).Body.Should().Be(waiting);
        (await stranger.Http.GetAsync("/api/roster")).Json.Items().Single(item => item.Text("user", "id") == ada.Id).ToString().Should().Be(inRoster);
        await stranger.SayAsync(chat, "are you there?");
        await Task.Delay(Limits.Silence);
        hers.Frames.Should().NotContain(frame => frame.Text("type") == "message.created");
        device.Frames.Should().NotContain(frame => frame.Text("type") == "chat.removed" || frame.Text("type") == "chat.updated");

        // She changes her mind: writing to them lets them in.
        (await ada.ChatWithAsync(stranger)).Should().Be(chat);
        (await ada.Http.GetAsync($"/api/chats/{chat}/messages")).Json.Items().Should().HaveCount(2);
        (await ada.Http.GetAsync($"/api/chats/{chat}")).Json.Has("request").Should().BeFalse();
        await stranger.SayAsync(chat, "at last");
        (await hers.NextAsync("message.created")).Text("data", "content").Should().Be("at last");
    }

    [Fact]
    public async Task Who_waits_still_waits_when_strangers_need_not_ask_any_more()
    {
        var (ada, stranger, chat) = await AskedAsync();
        await using var hers = await ada.ConnectAsync();
        await using var device = await stranger.ConnectAsync();
        (await ada.Http.PatchAsync("/api/me", new { strangersAsk = false })).ShouldBe(200);
        await Task.Delay(Limits.Silence);
        device.Frames.Should().NotContain(frame => frame.Text("type") == "presence.changed" && frame.Text("data", "userId") == ada.Id);
        (await stranger.Http.GetAsync($"/api/users/{ada.Nickname}")).Json.Flag("isOnline").Should().BeFalse();
        (await stranger.Http.GetAsync($"/api/chats/{chat}")).Json.Has("request").Should().BeTrue();
    }

    [Fact]
    public async Task An_answer_accepts_and_it_is_known_who_asks()
    {
        var (ada, stranger, chat) = await AskedAsync();
        var view = (await ada.Http.GetAsync($"/api/chats/{chat}")).Json;
        (view.Text("request", "from", "id"), view.Text("request", "to", "id")).Should().Be((stranger.Id, ada.Id));
        (await ada.Http.GetAsync("/api/roster")).Json.Items().Single(item => item.Flag("request")).Text("user", "id").Should().Be(stranger.Id);
        await ada.SayAsync(chat, "hello");
        (await stranger.Http.GetAsync($"/api/chats/{chat}")).Json.Has("request").Should().BeFalse();
        (await ada.Http.PostAsync($"/api/chats/{chat}/accept")).ShouldBe(200);
        (await ada.Http.PostAsync($"/api/chats/{chat}/refuse")).ShouldBe(409);
    }

    [Fact]
    public async Task Who_shares_a_group_is_no_stranger_and_a_stranger_adds_nobody_to_one()
    {
        var (ada, friend, stranger) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        await friend.GroupWithAsync(ada);
        (await ada.Http.PatchAsync("/api/me", new { strangersAsk = true })).ShouldBe(200).Json.Flag("strangersAsk").Should().BeTrue();
        (await friend.Http.GetAsync($"/api/chats/{await friend.ChatWithAsync(ada)}")).Json.Has("request").Should().BeFalse();
        (await stranger.Http.PostAsync("/api/chats", new { name = "Come in", memberIds = new[] { ada.Id } })).ShouldBeProblem(403, "chat.not_allowed");

        await using var hers = await ada.ConnectAsync();
        (await stranger.Http.GetAsync($"/api/users/{ada.Nickname}")).Json.Flag("isOnline").Should().BeFalse();
        (await forum.Visitor().GetAsync($"/api/users/{ada.Nickname}")).Json.Has("lastSeenAt").Should().BeFalse();
        (await friend.Http.GetAsync($"/api/users/{ada.Nickname}")).Json.Flag("isOnline").Should().BeTrue();
    }

    private async Task<(Person Ada, Person Stranger, string Chat)> AskedAsync()
    {
        var (ada, stranger) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        (await ada.Http.PatchAsync("/api/me", new { strangersAsk = true })).ShouldBe(200);
        var chat = await stranger.ChatWithAsync(ada);
        await stranger.SayAsync(chat, "may I?");
        return (ada, stranger, chat);
    }
}
