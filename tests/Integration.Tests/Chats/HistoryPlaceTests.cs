using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Chats;

/// <summary>A conversation can be entered anywhere, and read both ways from there.</summary>
public sealed class HistoryPlaceTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task Around_a_message_there_are_as_many_before_as_after_it()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        for (var i = 1; i <= 30; i++) await ada.SayAsync(chat, $"{i}");

        var page = (await bob.Http.GetAsync($"/api/chats/{chat}/messages?around=15")).ShouldBe(200).Json;
        page.Items("items").Select(message => message.Number("seq")).Should().Equal(10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
        (page.Flag("hasMore"), page.Flag("hasMoreAfter")).Should().Be((true, true));

        var start = (await bob.Http.GetAsync($"/api/chats/{chat}/messages?around=2")).Json;
        start.Items("items").Select(message => message.Number("seq")).Should().Equal(1, 2, 3, 4, 5, 6);
        (start.Flag("hasMore"), start.Flag("hasMoreAfter")).Should().Be((false, true));
    }

    [Fact]
    public async Task A_time_leads_to_the_first_message_of_it()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        var times = new List<string>();
        for (var i = 1; i <= 12; i++)
        {
            times.Add((await ada.SayAsync(chat, $"{i}")).Text("sentAt"));
            await Task.Delay(5);
        }

        var page = (await bob.Http.GetAsync($"/api/chats/{chat}/messages?limit=2&at={times[6]}")).ShouldBe(200).Json;
        page.Items("items").Select(message => message.Text("content")).Should().Equal("6", "7");
        var future = (await bob.Http.GetAsync($"/api/chats/{chat}/messages?limit=2&at=2100-01-01T00:00:00Z")).ShouldBe(200).Json;
        future.Items("items").Select(message => message.Text("content")).Should().Equal("12");
    }

    [Theory]
    [InlineData("around=0", "around")]
    [InlineData("around=1&before=2", "around")]
    [InlineData("at=yesterday", "at")]
    [InlineData("at=2026-01-01T00:00:00Z&after=2", "at")]
    public async Task A_place_that_is_none_is_named(string query, string field)
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        (await ada.Http.GetAsync($"/api/chats/{chat}/messages?{query}")).ShouldBe(400).Json.At("errors").Has(field).Should().BeTrue();
    }

    [Fact]
    public async Task Who_came_and_went_stands_between_the_messages()
    {
        var (ada, bob, cay) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.GroupWithAsync(bob);
        await ada.SayAsync(chat, "before");
        (await ada.Http.PostAsync($"/api/chats/{chat}/members/{cay.Id}")).ShouldBe(200);
        await ada.SayAsync(chat, "with three");
        (await cay.Http.DeleteAsync($"/api/chats/{chat}/members/me")).ShouldBe(204);

        var page = (await bob.Http.GetAsync($"/api/chats/{chat}/messages")).ShouldBe(200).Json;
        page.Items("lines").Select(line => (line.Number("seq"), line.Text("type"), line.Text("data", "user", "nickname"))).Should()
            .Equal((2, "member.joined", cay.Nickname), (4, "member.left", cay.Nickname));
        (await bob.Http.GetAsync($"/api/chats/{chat}/messages?before=3")).Json.Items("lines").Should().ContainSingle("the second line comes after this page");
    }

    [Fact]
    public async Task An_edited_message_keeps_what_it_said_until_it_is_deleted()
    {
        var (ada, bob, eve) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        var message = (await ada.SayAsync(chat, "first")).Text("id");
        (await ada.Http.PatchAsync($"/api/messages/{message}", new { content = "second" })).ShouldBe(200);
        (await ada.Http.PatchAsync($"/api/messages/{message}", new { content = "third" })).ShouldBe(200);

        (await bob.Http.GetAsync($"/api/messages/{message}/history")).ShouldBe(200).Json.Items("items").Select(before => before.Text("content")).Should().Equal("second", "first");
        (await eve.Http.GetAsync($"/api/messages/{message}/history")).ShouldBe(404);

        (await ada.Http.DeleteAsync($"/api/messages/{message}")).ShouldBe(204);
        (await bob.Http.GetAsync($"/api/messages/{message}/history")).ShouldBe(200).Json.Items("items").Should().BeEmpty();
    }

    [Fact]
    public async Task Members_learn_who_reacted_and_who_has_read()
    {
        var (ada, bob, cay, eve) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.GroupWithAsync(bob, cay);
        var said = await ada.SayAsync(chat, "hello");
        var message = said.Text("id");
        (await bob.Http.PutAsync($"/api/messages/{message}/reactions/🎉")).ShouldBe(200);
        (await bob.Http.PutAsync($"/api/chats/{chat}/read", new { seq = said.Number("seq") })).ShouldBe(204);

        (await cay.Http.GetAsync($"/api/messages/{message}/reactions")).ShouldBe(200).Json.Items("items")
            .Select(reaction => (reaction.Text("emoji"), reaction.Text("user", "nickname"))).Should().Equal(("🎉", bob.Nickname));
        var readers = (await ada.Http.GetAsync($"/api/messages/{message}/readers")).ShouldBe(200).Json;
        readers.Items("readBy").Select(user => user.Text("nickname")).Should().Equal(bob.Nickname);
        readers.Items("waiting").Select(user => user.Text("nickname")).Should().Equal(cay.Nickname);
        (await eve.Http.GetAsync($"/api/messages/{message}/readers")).ShouldBe(404);
        (await eve.Http.GetAsync($"/api/messages/{message}/reactions")).ShouldBe(404);
    }

    [Fact]
    public async Task What_calls_somebody_is_their_choice_on_all_their_devices()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var device = await ada.ConnectAsync();

        (await ada.Http.PutAsync($"/api/chats/{chat}/notifications", new { level = "mentions", quietUntil = "2100-01-01T00:00:00Z" })).ShouldBe(200);

        (await device.NextAsync(frame => frame.Text("type") == "chat.notifications")).Text("data", "level").Should().Be("mentions");
        (await ada.Http.GetAsync($"/api/chats/{chat}")).Json.Text("notifications", "level").Should().Be("mentions");
        (await bob.Http.GetAsync($"/api/chats/{chat}")).Json.Text("notifications", "level").Should().Be("all");
        (await ada.Http.PutAsync($"/api/chats/{chat}/notifications", new { level = "loud" })).ShouldBe(400).Json.At("errors").Has("level").Should().BeTrue();
        (await ada.Http.PutAsync($"/api/chats/{chat}/notifications", new { })).ShouldBe(400).Json.At("errors").Has("level").Should().BeTrue();
    }
}
