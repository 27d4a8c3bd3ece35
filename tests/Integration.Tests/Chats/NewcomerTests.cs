using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Chats;

/// <summary>A group that hides what was said before somebody came: from them nothing of it leaks, by no path.</summary>
public sealed class NewcomerTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task A_newcomer_reads_the_earlier_history_unless_the_group_says_otherwise()
    {
        var (ada, bob, cay) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync();
        await ada.SayAsync(group, "before");
        (await ada.Http.PostAsync($"/api/chats/{group}/members/{bob.Id}")).ShouldBe(200);
        (await HistoryAsync(bob, group)).Should().Equal("before");

        (await bob.Http.PatchAsync($"/api/chats/{group}", new { newcomersSeeHistory = false })).ShouldBe(403);
        (await ada.Http.PatchAsync($"/api/chats/{group}", new { newcomersSeeHistory = false })).ShouldBe(200).Json.Flag("newcomersSeeHistory").Should().BeFalse();
        (await ada.Http.PostAsync($"/api/chats/{group}/members/{cay.Id}")).ShouldBe(200);
        (await HistoryAsync(cay, group)).Should().BeEmpty();
        (await HistoryAsync(bob, group)).Should().Equal("before");
    }

    [Fact]
    public async Task Nothing_of_what_was_said_before_reaches_them()
    {
        var (ada, cay) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync();
        var secret = (await ada.SayAsync(group, "a secret")).Text("id");
        (await ada.Http.PutAsync($"/api/messages/{secret}/pin")).ShouldBe(204);
        await ada.Http.PatchAsync($"/api/chats/{group}", new { newcomersSeeHistory = false });
        (await ada.Http.PostAsync($"/api/chats/{group}/members/{cay.Id}")).ShouldBe(200);
        await using var device = await cay.ConnectAsync();

        // Live: an edit, a reaction and a quote of it keep their numbers and say nothing.
        (await ada.Http.PatchAsync($"/api/messages/{secret}", new { content = "a greater secret" })).ShouldBe(200);
        (await ada.Http.PutAsync($"/api/messages/{secret}/reactions/👍")).ShouldBe(200);
        (await ada.Http.PostAsync($"/api/chats/{group}/messages", new { clientMessageId = Guid.NewGuid(), content = "an answer", replyToId = secret })).ShouldBe(201);
        foreach (var (seq, type) in new[] { (5, "log.skipped"), (6, "log.skipped"), (7, "message.created") })
            (await device.NextAsync(frame => frame.Has("seq") && frame.Number("seq") == seq)).Text("type").Should().Be(type);

        var events = (await cay.Http.GetAsync($"/api/chats/{group}/events?after=0")).Json.Items("events");
        events.Select(happened => happened.Number("seq")).Should().Equal(1, 2, 3, 4, 5, 6, 7);
        events.Select(happened => happened.Text("type")).Should().Equal("log.skipped", "log.skipped", "log.skipped", "member.joined", "log.skipped", "log.skipped", "message.created");

        var chat = (await cay.Http.GetAsync($"/api/chats/{group}")).Json;
        chat.Number("historyFromSeq").Should().Be(4);
        foreach (var path in new[] { "/messages", "/messages?around=1", "/messages?before=3", "/pins", "", "/events?after=0" })
            (await cay.Http.GetAsync($"/api/chats/{group}{path}")).ShouldBe(200).Body.Should().NotContain("secret");
        foreach (var path in new[] { "history", "reactions", "readers" }) (await cay.Http.GetAsync($"/api/messages/{secret}/{path}")).ShouldBe(404);
        (await cay.Http.PutAsync($"/api/messages/{secret}/reactions/👍")).ShouldBe(404);
        (await cay.Http.PostAsync($"/api/chats/{group}/messages", new { clientMessageId = Guid.NewGuid(), content = "a quote", replyToId = secret })).ShouldBe(400);
        device.Frames.Should().NotContain(frame => frame.ToString().Contains("secret", StringComparison.Ordinal));
        (await cay.Http.GetAsync("/api/roster?groups=true")).Body.Should().NotContain("secret");
    }

    private static async Task<IEnumerable<string>> HistoryAsync(Person person, string chat) =>
        (await person.Http.GetAsync($"/api/chats/{chat}/messages")).ShouldBe(200).Json.Items().Select(message => message.Text("content"));
}
