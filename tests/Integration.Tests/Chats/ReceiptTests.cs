using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Chats;

public sealed class ReceiptTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task It_is_kept_when_a_message_arrived_and_was_read_by_each()
    {
        var (ada, bob, cay) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob, cay);
        var first = await ada.SayAsync(group, "first");
        (await bob.Http.PutAsync($"/api/chats/{group}/read", new { seq = 1 })).ShouldBe(204);
        (await cay.Http.PutAsync($"/api/chats/{group}/delivered", new { seq = 1 })).ShouldBe(204);
        await Task.Delay(20);
        await ada.SayAsync(group, "second");
        await Task.Delay(20);
        var before = DateTimeOffset.UtcNow;
        foreach (var person in new[] { bob, cay }) (await person.Http.PutAsync($"/api/chats/{group}/read", new { seq = 2 })).ShouldBe(204);

        var readers = (await ada.Http.GetAsync($"/api/messages/{first.Text("id")}/readers")).ShouldBe(200).Json.Items("readBy");
        var times = readers.ToDictionary(reader => reader.Text("nickname"), reader => reader.At("at").GetDateTimeOffset());
        times[bob.Nickname].Should().BeBefore(before, "the first was read before the second was sent").And.BeOnOrAfter(first.At("sentAt").GetDateTimeOffset());
        times[cay.Nickname].Should().BeOnOrAfter(before.AddMilliseconds(-1));
    }

    [Fact]
    public async Task Who_hides_how_far_they_read_shows_it_to_nobody_and_sees_it_of_nobody()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        (await bob.Http.PatchAsync("/api/me", new { showsReadMarks = false })).ShouldBe(200).Json.Flag("showsReadMarks").Should().BeFalse();
        await using var adas = await ada.ConnectAsync();
        await using var bobs = await bob.ConnectAsync();
        await using var bobsPhone = await bob.ConnectAsync();

        var hers = await ada.SayAsync(chat, "to bob");
        (await bob.Http.PutAsync($"/api/chats/{chat}/read", new { seq = 1 })).ShouldBe(204);
        (await bobsPhone.NextAsync("receipt.changed")).Number("data", "readSeq").Should().Be(1, "my own devices know what I read");
        var told = await adas.NextAsync("receipt.changed");
        (told.Number("data", "deliveredSeq"), told.Number("data", "readSeq")).Should().Be((1, 0));
        var seen = (await ada.Http.GetAsync($"/api/chats/{chat}/messages")).Json.Items()[0];
        (seen.Flag("isDelivered"), seen.Flag("isRead")).Should().Be((true, false));
        var readers = (await ada.Http.GetAsync($"/api/messages/{hers.Text("id")}/readers")).Json;
        (readers.Items("readBy").Count, readers.Items("deliveredTo").Count).Should().Be((0, 1));
        (await bob.Http.GetAsync($"/api/chats/{chat}")).Json.Number("unreadCount").Should().Be(0);

        await bob.SayAsync(chat, "to ada");
        (await ada.Http.PutAsync($"/api/chats/{chat}/read", new { seq = 2 })).ShouldBe(204);
        (await bobs.NextAsync(frame => frame.Text("type") == "receipt.changed" && frame.Text("data", "userId") == ada.Id)).Number("data", "readSeq").Should().Be(0);
        var mine = (await bob.Http.GetAsync($"/api/chats/{chat}/messages")).Json.Items()[1];
        (mine.Flag("isDelivered"), mine.Flag("isRead")).Should().Be((true, false));
        (await bob.Http.GetAsync($"/api/messages/{mine.Text("id")}/readers")).Json.Items("readBy").Should().BeEmpty();
        (await bob.Http.GetAsync($"/api/chats/{chat}")).Json.Items("members").Single(member => member.Text("user", "id") == ada.Id).Number("readSeq").Should().Be(0);
        (await ada.Http.GetAsync($"/api/chats/{chat}/messages")).Json.Items()[0].Flag("isRead").Should().BeFalse("an answer tells nothing either");
    }

    [Fact]
    public async Task In_a_group_a_sender_who_hides_reading_does_not_keep_others_marks_from_being_seen()
    {
        var (ada, bob, cay) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob, cay);
        (await bob.Http.PatchAsync("/api/me", new { showsReadMarks = false })).ShouldBe(200);
        await bob.SayAsync(group, "from bob");
        foreach (var person in new[] { ada, cay }) (await person.Http.PutAsync($"/api/chats/{group}/read", new { seq = 1 })).ShouldBe(204);
        var seen = (await ada.Http.GetAsync($"/api/chats/{group}/messages")).Json.Items()[0];
        (seen.Flag("isRead"), seen.Number("readCount")).Should().Be((true, 2));
        (await bob.Http.GetAsync($"/api/chats/{group}/messages")).Json.Items()[0].Number("readCount").Should().Be(0);
    }

    [Fact]
    public async Task What_is_told_of_a_message_does_not_tell_who_has_read_it()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        (await bob.Http.PatchAsync("/api/me", new { showsReadMarks = false })).ShouldBe(200);
        await using var bobs = await bob.ConnectAsync();
        var his = await bob.SayAsync(chat, "to ada");
        (await ada.Http.PutAsync($"/api/chats/{chat}/read", new { seq = 1 })).ShouldBe(204);
        (await bob.Http.PatchAsync($"/api/messages/{his.Text("id")}", new { content = "edited" })).ShouldBe(200).Json.Flag("isRead").Should().BeFalse();

        var told = (await bobs.NextAsync("message.edited")).At("data");
        (told.Text("content"), told.Flag("isRead"), told.Flag("isDelivered")).Should().Be(("edited", false, false));
        foreach (var caught in (await bob.Http.GetAsync($"/api/chats/{chat}/events?after=0")).Json.Items("events").Where(happened => happened.Text("type") is "message.created" or "message.edited"))
            caught.Flag("data", "isRead").Should().BeFalse();
    }
}
