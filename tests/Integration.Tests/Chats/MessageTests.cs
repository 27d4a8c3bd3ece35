using System.Text.Json;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Chats;

public sealed class MessageTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task A_message_is_answered_with_all_that_it_is()
    {
        var (ada, bob, chat) = await PairAsync();
        var id = Guid.NewGuid();
        var answer = (await ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = id, content = " Привет,\r\nмир \n" })).ShouldBe(201);
        var message = answer.Json;
        answer.Header("Location").Should().Be($"/api/messages/{message.Text("id")}");
        message.Number("seq").Should().Be(1);
        message.Text("chatId").Should().Be(chat);
        message.Text("clientMessageId").Should().Be(id.ToString());
        message.Text("content").Should().Be(" Привет,\nмир");
        (message.Text("sender", "id"), message.Text("sender", "nickname")).Should().Be((ada.Id, ada.Nickname));
        (message.Flag("isDeleted"), message.Flag("isDelivered"), message.Flag("isRead")).Should().Be((false, false, false));
        message.Items("reactions").Should().BeEmpty();
        message.Has("editedAt").Should().BeFalse();
        message.Has("replyTo").Should().BeFalse();
        (await bob.Http.GetAsync($"/api/chats/{chat}/messages")).Json.Items().Single().Text("content").Should().Be(" Привет,\nмир");
    }

    [Fact]
    public async Task History_comes_ten_at_a_time_oldest_first()
    {
        var (ada, bob, chat) = await PairAsync();
        for (var i = 1; i <= 25; i++) await ada.SayAsync(chat, $"message {i}");

        var newest = (await bob.Http.GetAsync($"/api/chats/{chat}/messages")).ShouldBe(200).Json;
        Seqs(newest).Should().Equal(Enumerable.Range(16, 10).Select(i => (long)i));
        newest.Flag("hasMore").Should().BeTrue();

        var before = (await bob.Http.GetAsync($"/api/chats/{chat}/messages?before=16")).Json;
        Seqs(before).Should().Equal(Enumerable.Range(6, 10).Select(i => (long)i));
        before.Flag("hasMore").Should().BeTrue();

        var oldest = (await bob.Http.GetAsync($"/api/chats/{chat}/messages?before=6")).Json;
        Seqs(oldest).Should().Equal(1, 2, 3, 4, 5);
        oldest.Flag("hasMore").Should().BeFalse();

        var after = (await bob.Http.GetAsync($"/api/chats/{chat}/messages?after=20&limit=3")).Json;
        Seqs(after).Should().Equal(21, 22, 23);
        after.Flag("hasMore").Should().BeTrue();
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("before=x", "before")]
    public async Task A_wrong_page_is_refused_with_its_field(string query, string field)
    {
        var (ada, _, chat) = await PairAsync();
        (await ada.Http.GetAsync($"/api/chats/{chat}/messages?{query}")).ShouldBeProblem(400, "request.invalid", field);
    }

    [Fact]
    public async Task A_resend_answers_the_first_message_through_both_doors()
    {
        var (ada, bob, chat) = await PairAsync();
        await using var socket = await ada.ConnectAsync();
        var body = new { chatId = chat, clientMessageId = Guid.NewGuid(), content = "once" };

        var first = (await ada.Http.PostAsync($"/api/chats/{chat}/messages", body)).ShouldBe(201).Json;
        var again = (await ada.Http.PostAsync($"/api/chats/{chat}/messages", body)).ShouldBe(200).Json;
        var overSocket = await socket.AskAsync("message.send", body);

        foreach (var message in new[] { again, overSocket }) (message.Text("id"), message.Number("seq")).Should().Be((first.Text("id"), first.Number("seq")));
        (await bob.Http.GetAsync($"/api/chats/{chat}/messages")).Json.Items().Should().ContainSingle();
    }

    [Fact]
    public async Task Twenty_resends_at_once_are_one_message()
    {
        var (ada, bob, chat) = await PairAsync();
        await using var socket = await ada.ConnectAsync();
        var body = new { chatId = chat, clientMessageId = Guid.NewGuid(), content = "once" };
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
            i % 2 == 0 ? (await ada.Http.PostAsync($"/api/chats/{chat}/messages", body)).Json : await socket.AskAsync("message.send", body)));
        answers.Select(message => (message.Text("id"), message.Number("seq"))).Distinct().Should().ContainSingle();
        (await bob.Http.GetAsync($"/api/chats/{chat}")).Json.Number("lastSeq").Should().Be(1);
    }

    [Fact]
    public async Task A_used_id_is_refused_for_another_text_or_chat()
    {
        var (ada, _, chat) = await PairAsync();
        var other = await ada.GroupWithAsync();
        var id = Guid.NewGuid();
        (await ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = id, content = "one" })).ShouldBe(201);
        (await ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = id, content = "two" })).ShouldBeProblem(409, "message.id_reused");
        (await ada.Http.PostAsync($"/api/chats/{other}/messages", new { clientMessageId = id, content = "one" })).ShouldBeProblem(409, "message.id_reused");
        await using var socket = await ada.ConnectAsync();
        await socket.RefusedAsync("message.id_reused", "message.send", new { chatId = chat, clientMessageId = id, content = "two" });
    }

    [Fact]
    public async Task An_id_is_the_senders_own()
    {
        var (ada, bob, chat) = await PairAsync();
        var body = new { clientMessageId = Guid.NewGuid(), content = "same" };
        var one = (await ada.Http.PostAsync($"/api/chats/{chat}/messages", body)).ShouldBe(201).Json;
        var other = (await bob.Http.PostAsync($"/api/chats/{chat}/messages", body)).ShouldBe(201).Json;
        other.Text("id").Should().NotBe(one.Text("id"));
    }

    [Fact]
    public async Task A_resend_after_an_edit_answers_the_message_as_it_now_stands()
    {
        var (ada, _, chat) = await PairAsync();
        var body = new { clientMessageId = Guid.NewGuid(), content = "first words" };
        var first = (await ada.Http.PostAsync($"/api/chats/{chat}/messages", body)).ShouldBe(201).Json;
        (await ada.Http.PatchAsync($"/api/messages/{first.Text("id")}", new { content = "other words" })).ShouldBe(200);
        var again = (await ada.Http.PostAsync($"/api/chats/{chat}/messages", body)).ShouldBe(200).Json;
        (again.Text("id"), again.Number("seq"), again.Text("content")).Should().Be((first.Text("id"), first.Number("seq"), "other words"));
    }

    [Theory]
    [InlineData("content", "")]
    [InlineData("content", "  \n ")]
    [InlineData("content", null)]
    [InlineData("clientMessageId", null)]
    [InlineData("clientMessageId", "x")]
    [InlineData("replyToId", "00000000-0000-0000-0000-000000000001")]
    public async Task A_wrong_field_is_named(string field, string? value)
    {
        var (ada, _, chat) = await PairAsync();
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["clientMessageId"] = Guid.NewGuid(), ["content"] = "text", [field] = value };
        (await ada.Http.PostAsync($"/api/chats/{chat}/messages", body)).ShouldBe(400).Json.At("errors").Has(field).Should().BeTrue();
    }

    [Theory]
    [InlineData(4_000, 201)]
    [InlineData(4_001, 400)]
    public async Task A_message_has_at_most_4000_characters(int length, int status)
    {
        var (ada, _, chat) = await PairAsync();
        (await ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = new string('ж', length) })).ShouldBe(status);
    }

    [Fact]
    public async Task Its_sender_edits_and_deletes_it_and_nobody_else()
    {
        var (ada, bob, chat) = await PairAsync();
        var id = (await ada.SayAsync(chat, "mine")).Text("id");
        (await bob.Http.PatchAsync($"/api/messages/{id}", new { content = "yours" })).ShouldBeProblem(403, "message.not_yours");
        (await bob.Http.DeleteAsync($"/api/messages/{id}")).ShouldBeProblem(403, "message.not_yours");
        var edited = (await ada.Http.PatchAsync($"/api/messages/{id}", new { content = "still mine" })).ShouldBe(200).Json;
        edited.Text("content").Should().Be("still mine");
        edited.Has("editedAt").Should().BeTrue();
        edited.Number("seq").Should().Be(1);
        (await ada.Http.PatchAsync($"/api/messages/{id}", new { content = "" })).ShouldBe(400).Json.At("errors").Has("content").Should().BeTrue();
        (await ada.Http.DeleteAsync($"/api/messages/{id}")).ShouldBe(204);
        (await ada.Http.PatchAsync($"/api/messages/{id}", new { content = "back" })).ShouldBe(404);
    }

    [Fact]
    public async Task Deleted_text_is_nowhere_any_more()
    {
        var (ada, bob, chat) = await PairAsync();
        var message = await ada.SayAsync(chat, "zapomni-eto-navsegda");
        var reply = (await bob.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "why", replyToId = message.Text("id") })).ShouldBe(201).Json;
        reply.Text("replyTo", "excerpt").Should().Be("zapomni-eto-navsegda");

        (await ada.Http.DeleteAsync($"/api/messages/{message.Text("id")}")).ShouldBe(204);
        (await ada.Http.DeleteAsync($"/api/messages/{message.Text("id")}")).ShouldBe(204);

        foreach (var path in new[] { "messages", "events?after=0" })
        {
            (await bob.Http.GetAsync($"/api/chats/{chat}/{path}")).ShouldBe(200).Body.Should().NotContain("zapomni");
        }
        var stone = (await bob.Http.GetAsync($"/api/chats/{chat}/messages")).Json.Items()[0];
        (stone.Flag("isDeleted"), stone.Text("content"), stone.Number("seq")).Should().Be((true, "", 1));
    }

    [Fact]
    public async Task One_reacts_once_with_each_emoji_and_takes_it_back()
    {
        var (ada, bob, chat) = await PairAsync();
        var id = (await ada.SayAsync(chat, "news")).Text("id");
        (await bob.Http.PutAsync($"/api/messages/{id}/reactions/👍")).ShouldBe(200);
        (await bob.Http.PutAsync($"/api/messages/{id}/reactions/👍")).ShouldBe(200);
        var counts = (await ada.Http.PutAsync($"/api/messages/{id}/reactions/👍")).ShouldBe(200).Json;
        counts.ValueKind.Should().Be(JsonValueKind.Array);
        counts.EnumerateArray().Select(count => (count.Text("emoji"), count.Number("count"), count.Flag("mine"))).Should().Equal(("👍", 2, true));

        (await ada.Http.DeleteAsync($"/api/messages/{id}/reactions/👍")).ShouldBe(200).Json.EnumerateArray().Single().Flag("mine").Should().BeFalse();
        (await ada.Http.DeleteAsync($"/api/messages/{id}/reactions/👍")).ShouldBe(200);
        (await ada.Http.PutAsync($"/api/messages/{id}/reactions/word")).ShouldBe(400).Json.At("errors").Has("emoji").Should().BeTrue();
        (await ada.Http.GetAsync($"/api/chats/{chat}")).Json.Number("lastSeq").Should().Be(4, "an act that changes nothing is no event");
    }

    [Fact]
    public async Task Marks_only_move_forward_and_tell_what_was_read()
    {
        var (ada, bob, chat) = await PairAsync();
        for (var i = 0; i < 3; i++) await ada.SayAsync(chat, $"message {i}");
        (await bob.Http.GetAsync($"/api/chats/{chat}")).Json.Number("unreadCount").Should().Be(3);

        (await bob.Http.PutAsync($"/api/chats/{chat}/delivered", new { seq = 3 })).ShouldBe(204);
        (await bob.Http.PutAsync($"/api/chats/{chat}/read", new { seq = 2 })).ShouldBe(204);
        (await bob.Http.PutAsync($"/api/chats/{chat}/read", new { seq = 1 })).ShouldBe(204);
        (await bob.Http.PutAsync($"/api/chats/{chat}/delivered", new { seq = 0 })).ShouldBe(204);

        var mine = (await bob.Http.GetAsync($"/api/chats/{chat}")).Json;
        (mine.Number("readSeq"), mine.Number("deliveredSeq"), mine.Number("unreadCount")).Should().Be((2, 3, 1));
        (await ada.Http.GetAsync($"/api/chats/{chat}/messages")).Json.Items().Select(message => (message.Flag("isDelivered"), message.Flag("isRead")))
            .Should().Equal((true, true), (true, true), (true, false));

        (await bob.Http.PutAsync($"/api/chats/{chat}/read", new { seq = 1_000_000 })).ShouldBe(204);
        (await bob.Http.GetAsync($"/api/chats/{chat}")).Json.Number("readSeq").Should().Be(3);
        (await bob.Http.PutAsync($"/api/chats/{chat}/read", new { seq = -1 })).ShouldBeProblem(400, "request.invalid", "seq");
        (await bob.Http.PutAsync($"/api/chats/{chat}/read", new { })).ShouldBeProblem(400, "request.invalid", "seq");
    }

    [Fact]
    public async Task Unread_are_the_standing_messages_of_others()
    {
        var (ada, bob, chat) = await PairAsync();
        var doomed = (await ada.SayAsync(chat, "one")).Text("id");
        await ada.SayAsync(chat, "two");
        (await ada.Http.DeleteAsync($"/api/messages/{doomed}")).ShouldBe(204);
        (await bob.Http.GetAsync($"/api/chats/{chat}")).Json.Number("unreadCount").Should().Be(1);
        await bob.SayAsync(chat, "an answer reads everything before it");
        (await bob.Http.GetAsync($"/api/chats/{chat}")).Json.Number("unreadCount").Should().Be(0);
        (await ada.Http.GetAsync($"/api/chats/{chat}")).Json.Number("unreadCount").Should().Be(1);
    }

    private static IEnumerable<long> Seqs(JsonElement page) => page.Items().Select(message => message.Number("seq"));

    private async Task<(Person Ada, Person Bob, string Chat)> PairAsync()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        return (ada, bob, await ada.ChatWithAsync(bob));
    }
}
