using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Ws;

/// <summary>What people hear of each other while it happens.</summary>
public sealed class LiveTests(LiveTests.App forum) : IClassFixture<LiveTests.App>
{
    [Fact]
    public async Task Every_device_of_every_member_hears_a_message_the_senders_own_included()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        var sockets = new[] { await ada.ConnectAsync(), await ada.ConnectAsync(), await bob.ConnectAsync(), await bob.ConnectAsync() };
        var sent = await sockets[0].AskAsync("message.send", new { chatId = chat, clientMessageId = Guid.NewGuid(), content = "hi" });
        foreach (var socket in sockets)
        {
            var heard = await socket.NextAsync("message.created");
            (heard.Text("chatId"), heard.Number("seq"), heard.Text("data", "id"), heard.Text("data", "content")).Should().Be((chat, 1, sent.Text("id"), "hi"));
            await socket.DisposeAsync();
        }
    }

    [Fact]
    public async Task Numbered_events_come_in_order_and_all_of_them_while_many_write()
    {
        var people = await forum.SignUpAsync(6);
        var chat = await people[0].GroupWithAsync(people[1..]);
        await using var listener = await people[5].ConnectAsync();
        await Task.WhenAll(people[..5].Select(async person =>
        {
            await using var socket = await person.ConnectAsync();
            for (var i = 0; i < 40; i++) await socket.AskAsync("message.send", new { chatId = chat, clientMessageId = Guid.NewGuid(), content = $"message {i}" });
        }));
        await listener.NextAsync(frame => frame.Has("seq") && frame.Number("seq") == 200);
        listener.Frames.Where(frame => frame.Has("seq")).Select(frame => frame.Number("seq")).Should().Equal(Enumerable.Range(1, 200).Select(i => (long)i));
    }

    [Fact]
    public async Task Somebody_elses_chat_is_silent()
    {
        var (ada, bob, eve) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var outside = await eve.ConnectAsync();
        await ada.SayAsync(chat, "between us");
        await Task.Delay(Limits.Silence);
        outside.Frames.Should().NotContain(frame => frame.ToString().Contains(chat));
    }

    [Fact]
    public async Task Who_was_removed_hears_and_may_do_nothing_more()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.GroupWithAsync(bob);
        await using var socket = await bob.ConnectAsync();
        await ada.SayAsync(chat, "before");
        await socket.NextAsync("message.created");

        (await ada.Http.DeleteAsync($"/api/chats/{chat}/members/{bob.Id}")).ShouldBe(204);
        (await socket.NextAsync("chat.removed")).Text("chatId").Should().Be(chat);
        await ada.SayAsync(chat, "after");

        await socket.RefusedAsync("chat.not_found", "message.send", new { chatId = chat, clientMessageId = Guid.NewGuid(), content = "still here" });
        for (var i = 0; i < 2; i++) await socket.RefusedAsync("chat.not_found", "typing", new { chatId = chat });
        await Task.Delay(Limits.Silence);
        socket.Frames.Should().NotContain(frame => frame.ToString().Contains("after"));
    }

    [Fact]
    public async Task Who_is_added_hears_of_it_and_of_everything_since()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.GroupWithAsync();
        await using var socket = await bob.ConnectAsync();
        (await ada.Http.PostAsync($"/api/chats/{chat}/members/{bob.Id}")).ShouldBe(200);
        (await socket.NextAsync("chat.added")).Text("chatId").Should().Be(chat);
        await ada.SayAsync(chat, "welcome");
        (await socket.NextAsync("message.created")).Text("data", "content").Should().Be("welcome");
    }

    [Fact]
    public async Task A_new_chat_is_heard_of_at_once()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        await using var socket = await bob.ConnectAsync();
        var chat = await ada.ChatWithAsync(bob);
        (await socket.NextAsync("chat.added")).Text("chatId").Should().Be(chat);
        await ada.SayAsync(chat, "hi");
        (await socket.NextAsync("message.created")).Number("seq").Should().Be(1);
    }

    [Fact]
    public async Task Typing_is_shown_to_the_others_and_at_most_once_in_three_seconds()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var typist = await ada.ConnectAsync();
        await using var reader = await bob.ConnectAsync();
        for (var i = 0; i < 5; i++) await typist.AskAsync("typing", new { chatId = chat });
        var hint = await reader.NextAsync("typing");
        (hint.Text("chatId"), hint.Text("data", "user", "nickname"), hint.Has("seq")).Should().Be((chat, ada.Nickname, false));
        await Task.Delay(Limits.Silence);
        reader.Frames.Count(frame => frame.Text("type") == "typing").Should().Be(1);
        typist.Frames.Should().NotContain(frame => frame.GetProperty("type").GetString() == "typing");

        forum.Clock.Advance(TimeSpan.FromSeconds(3));
        await typist.AskAsync("typing", new { chatId = chat });
        await reader.NextAsync("typing");
        (await ada.Http.GetAsync($"/api/chats/{chat}")).Json.Number("lastSeq").Should().Be(0, "typing is not stored");
    }

    [Fact]
    public async Task What_was_read_is_seen_by_the_sender()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var sender = await ada.ConnectAsync();
        await using var reader = await bob.ConnectAsync();
        await ada.SayAsync(chat, "read me");
        await reader.AskAsync("chat.read", new { chatId = chat, seq = 1 });
        var receipt = await sender.NextAsync(frame => frame.Text("type") == "receipt.changed" && frame.Text("data", "userId") == bob.Id);
        (receipt.Text("data", "chatId"), receipt.Number("data", "deliveredSeq"), receipt.Number("data", "readSeq")).Should().Be((chat, 1, 1));
    }

    [Fact]
    public async Task A_large_group_hears_of_marks_together()
    {
        var people = await forum.SignUpAsync(22);
        var chat = await people[0].GroupWithAsync(people[1..]);
        await using var sender = await people[0].ConnectAsync();
        await people[0].SayAsync(chat, "read me");
        await Task.WhenAll(people[1..].Select(async person => (await person.Http.PutAsync($"/api/chats/{chat}/read", new { seq = 1 })).ShouldBe(204)));

        HashSet<string> heard = [];
        while (heard.Count < 21)
        {
            foreach (var mark in (await sender.NextAsync("receipts.changed")).At("data").Items("marks").Where(mark => mark.Number("readSeq") == 1)) heard.Add(mark.Text("userId"));
            heard.Remove(people[0].Id);
        }
        sender.Frames.Should().NotContain(frame => frame.GetProperty("type").GetString() == "receipt.changed");
        sender.Frames.Count(frame => frame.Text("type") == "receipts.changed").Should().BeLessThan(10);
    }

    [Fact]
    public async Task Presence_begins_with_the_first_device_and_ends_a_while_after_the_last()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        await using var watcher = await ada.ConnectAsync();
        var phone = await bob.ConnectAsync();
        (await PresenceAsync(watcher, bob)).Should().BeTrue();
        (await forum.Visitor().GetAsync($"/api/users/{bob.Nickname}")).Json.Flag("isOnline").Should().BeTrue();

        // A page reload: the connection goes and comes again before anybody notices.
        await phone.CloseAsync();
        await phone.DisposeAsync();
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        await using var again = await bob.ConnectAsync();
        await using var laptop = await bob.ConnectAsync();
        await Task.Delay(TimeSpan.FromSeconds(5.5));
        watcher.Frames.Count(frame => frame.Text("type") == "presence.changed" && frame.Text("data", "userId") == bob.Id).Should().Be(1);

        await again.CloseAsync();
        await laptop.CloseAsync();
        (await PresenceAsync(watcher, bob)).Should().BeFalse();
        var profile = (await forum.Visitor().GetAsync($"/api/users/{bob.Nickname}")).Json;
        profile.Flag("isOnline").Should().BeFalse();
    }

    [Fact]
    public async Task Hearts_beat_for_browsers()
    {
        await using var socket = await (await forum.SignUpAsync()).ConnectAsync();
        await socket.NextAsync("heartbeat");
        await socket.NextAsync("heartbeat");
    }

    [Fact]
    public async Task A_resend_is_not_heard_twice()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var sender = await ada.ConnectAsync();
        await using var reader = await bob.ConnectAsync();
        var message = new { chatId = chat, clientMessageId = Guid.NewGuid(), content = "once" };
        for (var i = 0; i < 3; i++) await sender.AskAsync("message.send", message);
        await ada.SayAsync(chat, "end");
        await reader.NextAsync(frame => frame.Has("seq") && frame.Number("seq") == 2);
        reader.Frames.Count(frame => frame.Text("type") == "message.created").Should().Be(2);
    }

    private static async Task<bool> PresenceAsync(Socket watcher, Person person) =>
        (await watcher.NextAsync(frame => frame.Text("type") == "presence.changed" && frame.Text("data", "userId") == person.Id)).Flag("data", "isOnline");

    public sealed class App : ForumApp
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("Forum:Realtime:OfflineAfter", "00:00:04"), new("Forum:Realtime:Heartbeat", "00:00:01")];
    }
}
