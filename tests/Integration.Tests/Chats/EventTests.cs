using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Chats;

/// <summary>The log is the truth: who was away catches up from it.</summary>
public sealed class EventTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task Everything_that_members_see_is_numbered_without_gaps()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.GroupWithAsync(bob);
        var message = (await ada.SayAsync(chat, "one")).Text("id");
        (await ada.Http.PatchAsync($"/api/messages/{message}", new { content = "one, edited" })).ShouldBe(200);
        (await ada.Http.PatchAsync($"/api/messages/{message}", new { content = "one, edited" })).ShouldBe(200);
        (await bob.Http.PutAsync($"/api/messages/{message}/reactions/🎉")).ShouldBe(200);
        (await bob.Http.DeleteAsync($"/api/messages/{message}/reactions/🎉")).ShouldBe(200);
        (await ada.Http.PatchAsync($"/api/chats/{chat}", new { name = "Renamed" })).ShouldBe(200);
        var cay = await forum.SignUpAsync();
        (await ada.Http.PostAsync($"/api/chats/{chat}/members/{cay.Id}")).ShouldBe(200);
        (await cay.Http.DeleteAsync($"/api/chats/{chat}/members/me")).ShouldBe(204);
        (await ada.Http.DeleteAsync($"/api/messages/{message}")).ShouldBe(204);

        var log = (await bob.Http.GetAsync($"/api/chats/{chat}/events?after=0")).ShouldBe(200).Json;
        log.Items("events").Select(happened => (happened.Number("seq"), happened.Text("type"))).Should().Equal(
            (1, "message.created"), (2, "message.edited"), (3, "reaction.changed"), (4, "reaction.changed"),
            (5, "chat.updated"), (6, "member.joined"), (7, "member.left"), (8, "message.deleted"));
        log.Items("events").Should().OnlyContain(happened => happened.Text("chatId") == chat);
        (log.Number("lastSeq"), log.Flag("reset")).Should().Be((8, false));
        log.Items("events")[5].Text("data", "user", "nickname").Should().Be(cay.Nickname);
        log.Items("events")[7].Text("data", "messageId").Should().Be(message);
    }

    [Fact]
    public async Task What_a_socket_heard_is_what_the_log_says()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.GroupWithAsync(bob);
        await using var socket = await bob.ConnectAsync();
        var first = (await ada.SayAsync(chat, "one")).Text("id");
        var reply = (await ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "two", replyToId = first })).ShouldBe(201).Json;
        (await bob.Http.PutAsync($"/api/messages/{first}/reactions/🎉")).ShouldBe(200);
        (await ada.Http.PatchAsync($"/api/chats/{chat}", new { name = "Renamed" })).ShouldBe(200);
        await socket.NextAsync(frame => frame.Text("type") == "chat.updated");

        var heard = socket.Frames.Where(frame => frame.Has("seq")).ToList();
        var log = (await bob.Http.GetAsync($"/api/chats/{chat}/events?after=0")).Json.Items("events");
        heard.Should().HaveCount(4);
        // The second message and what came after it read the same, live or later; the first has its reaction by now.
        for (var i = 1; i < 4; i++) System.Text.Json.JsonElement.DeepEquals(heard[i], log[i]).Should().BeTrue("{0} was heard, and the log has {1}", heard[i], log[i]);
        reply.Text("replyTo", "id").Should().Be(first);
    }

    [Fact]
    public async Task A_thousand_behind_is_served_and_one_more_is_a_reset()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await Task.WhenAll(Enumerable.Range(0, 1_001).Select(i => ada.SayAsync(chat, $"message {i}")));

        List<long> seqs = [];
        for (var after = 1L; seqs.Count < 1_000;)
        {
            var page = (await bob.Http.GetAsync($"/api/chats/{chat}/events?after={after}")).ShouldBe(200).Json;
            page.Flag("reset").Should().BeFalse();
            page.Number("lastSeq").Should().Be(1_001);
            var events = page.Items("events");
            events.Should().HaveCount(200);
            seqs.AddRange(events.Select(happened => happened.Number("seq")));
            after = seqs[^1];
        }
        seqs.Should().Equal(Enumerable.Range(2, 1_000).Select(i => (long)i));

        var tooFar = (await bob.Http.GetAsync($"/api/chats/{chat}/events?after=0")).ShouldBe(200).Json;
        (tooFar.Flag("reset"), tooFar.Number("lastSeq"), tooFar.Items("events").Count).Should().Be((true, 1_001, 0));
        (await bob.Http.GetAsync($"/api/chats/{chat}/events?after=1002")).Json.Flag("reset").Should().BeTrue("nobody can have seen what has not happened");
        var upToDate = (await bob.Http.GetAsync($"/api/chats/{chat}/events?after=1001")).Json;
        (upToDate.Flag("reset"), upToDate.Items("events").Count).Should().Be((false, 0));
        (await bob.Http.GetAsync($"/api/chats/{chat}")).Json.Number("unreadCount").Should().Be(1_000, "that is as far as one counts");
    }

    [Theory]
    [InlineData("after=-1", "after")]
    [InlineData("", "after")]
    [InlineData("after=0&limit=201", "limit")]
    [InlineData("after=0&limit=0", "limit")]
    public async Task A_wrong_question_is_refused_with_its_field(string query, string field)
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        (await ada.Http.GetAsync($"/api/chats/{await ada.ChatWithAsync(bob)}/events?{query}")).ShouldBeProblem(400, "request.invalid", field);
    }
}
