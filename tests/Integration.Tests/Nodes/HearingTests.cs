using System.Text.Json;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Nodes;

/// <summary>What happens on one node reaches the people on the other: over Redis at once, without it from the database.</summary>
public sealed class HearingTests(PairOfNodes nodes) : IClassFixture<PairOfNodes>
{
    [Fact]
    public async Task Messages_from_both_nodes_reach_everybody_in_one_order_without_gaps()
    {
        var people = await nodes.One.SignUpAsync(4);
        var chat = await people[0].GroupWithAsync(people[1..]);
        List<Person> everyone = [];
        foreach (var (person, index) in people.Select((person, index) => (person, index))) everyone.Add(index % 2 == 0 ? person : await nodes.Other.WelcomeAsync(person));
        var sockets = await Task.WhenAll(everyone.Select(person => person.ConnectAsync()));

        await Task.WhenAll(everyone.Select(async person =>
        {
            for (var i = 0; i < 50; i++) await person.SayAsync(chat, $"{person.Nickname} {i}");
        }));

        foreach (var socket in sockets)
        {
            await socket.NextAsync(frame => frame.Has("seq") && frame.Number("seq") == 200);
            Seqs(socket, chat).Should().Equal(Enumerable.Range(1, 200).Select(i => (long)i));
            await socket.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_chat_begun_on_one_node_is_heard_of_on_the_other_and_who_is_removed_hears_no_more()
    {
        var (ada, bob) = (await nodes.One.SignUpAsync(), await nodes.Other.SignUpAsync("heard"));
        await using var socket = await bob.ConnectAsync();
        var chat = await ada.GroupWithAsync(bob);
        await socket.NextAsync("chat.added");
        await ada.SayAsync(chat, "welcome");
        (await socket.NextAsync("message.created")).Text("data", "content").Should().Be("welcome");

        (await ada.Http.DeleteAsync($"/api/chats/{chat}/members/{bob.Id}")).ShouldBe(204);
        await socket.NextAsync("chat.removed");
        var said = await ada.SayAsync(chat, "without you");
        await Task.Delay(Limits.Silence);
        socket.Frames.Should().NotContain(frame => frame.Has("seq") && frame.Number("seq") == said.Number("seq"));
        (await bob.Http.GetAsync($"/api/chats/{chat}/messages")).ShouldBe(404);
    }

    [Fact]
    public async Task Typing_is_seen_on_the_other_node()
    {
        var (ada, bob) = (await nodes.One.SignUpAsync(), await nodes.Other.SignUpAsync("watching"));
        var chat = await ada.ChatWithAsync(bob);
        await using var here = await ada.ConnectAsync();
        await using var there = await bob.ConnectAsync();
        await here.AskAsync("typing", new { chatId = chat });
        await there.NextAsync("typing");
    }

    [Fact]
    public async Task Who_signs_out_on_one_node_is_out_on_the_other()
    {
        var ada = await nodes.One.SignUpAsync();
        var token = await ada.MakeTokenAsync();
        using var program = new Door(nodes.Other, token);
        (await program.GetAsync("/api/me")).ShouldBe(200);
        var tokens = (await ada.Http.GetAsync("/api/tokens")).Json.Items();
        await using var socket = await Socket.OpenAsync(nodes.Other, bearer: token);

        (await ada.Http.DeleteAsync($"/api/tokens/{tokens[0].Text("id")}")).ShouldBe(204);
        (await socket.Closed).Should().Be(4001);
        (await program.GetAsync("/api/me")).ShouldBe(401);
    }

    [Fact]
    public async Task A_new_password_on_one_node_ends_what_was_signed_in_on_the_other()
    {
        var ada = await nodes.One.SignUpAsync();
        var there = await nodes.Other.WelcomeAsync(ada);
        await using var socket = await there.ConnectAsync();
        (await there.Http.GetAsync("/api/me")).ShouldBe(200);

        (await ada.Http.PutAsync("/api/me/password", new { currentPassword = Person.Password, newPassword = "another good secret 8" })).ShouldBe(204);
        (await socket.Closed).Should().Be(4001);
        (await there.Http.GetAsync("/api/me")).ShouldBe(401);
        (await ada.Http.GetAsync("/api/me")).ShouldBe(200);
    }

    [Fact]
    public async Task Who_is_suspended_on_one_node_cannot_write_on_the_other()
    {
        var (admin, ada) = (await nodes.One.AdminAsync(), await nodes.Other.SignUpAsync("suspended"));
        var chat = await ada.ChatWithAsync(await nodes.One.SignUpAsync());
        await ada.SayAsync(chat, "before");
        (await admin.PostAsync($"/api/users/{ada.Id}/suspension", new { reason = "a test", until = (string?)null })).ShouldBe(200);
        await Limits.UntilAsync(async () => (await ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "after" })).Status == 403, "the other node to refuse");
        (await ada.Http.GetAsync($"/api/chats/{chat}/messages")).ShouldBe(200);
    }

    [Fact]
    public async Task What_an_administrator_sets_holds_on_both_and_pages_kept_as_bytes_are_made_anew()
    {
        var admin = await nodes.One.AdminAsync();
        var ada = await nodes.One.SignUpAsync();
        var visitor = nodes.Other.Visitor();
        var post = await nodes.One.PostAsync(ada, "Before");
        await Limits.UntilAsync(async () => (await visitor.GetAsync($"/api/posts/{post}")).Json.Text("title") == "Before", "the post");
        (await ada.Http.PatchAsync($"/api/posts/{post}", new { title = "After" })).ShouldBe(200);
        await Limits.UntilAsync(async () => (await visitor.GetAsync($"/api/posts/{post}")).Json.Text("title") == "After", "the page to be made anew");

        (await admin.PatchAsync("/api/admin/settings", new { name = "One name" })).ShouldBe(200);
        await Limits.UntilAsync(async () => (await visitor.GetAsync("/api/forum")).Json.Text("name") == "One name", "the setting");
    }

    [Fact]
    public async Task Who_is_here_is_seen_on_the_other_node_until_the_last_device_left()
    {
        var (ada, bob) = (await nodes.One.SignUpAsync(), await nodes.Other.SignUpAsync("looking"));
        await using var eyes = await bob.ConnectAsync();
        var first = await ada.ConnectAsync();
        await eyes.NextAsync(frame => IsPresence(frame, ada, isOnline: true));
        (await bob.Http.GetAsync($"/api/users/{ada.Nickname}")).Json.Flag("isOnline").Should().BeTrue();
        (await bob.Http.GetAsync("/api/roster?online=true&limit=100")).Json.Items().Should().Contain(row => row.At("user").Text("id") == ada.Id);

        var second = await (await nodes.Other.WelcomeAsync(ada)).ConnectAsync();
        await first.DisposeAsync();
        await Task.Delay(TimeSpan.FromSeconds(4));
        (await bob.Http.GetAsync($"/api/users/{ada.Nickname}")).Json.Flag("isOnline").Should().BeTrue("there is another device");
        eyes.Frames.Should().NotContain(frame => IsPresence(frame, ada, false), "nobody was told otherwise");

        await second.DisposeAsync();
        await eyes.NextAsync(frame => IsPresence(frame, ada, isOnline: false));
        await Limits.UntilAsync(async () => !(await ada.Http.GetAsync($"/api/users/{ada.Nickname}")).Json.Flag("isOnline"), "the first node to know it");
    }

    [Fact]
    public async Task A_node_that_ends_takes_its_people_with_it()
    {
        var bob = await nodes.One.SignUpAsync();
        var third = await nodes.AddAsync();
        await Limits.UntilAsync(() => Task.FromResult(third.HearsOthers), "Redis");
        var ada = await third.SignUpAsync("leaving");
        await using var eyes = await bob.ConnectAsync();
        var socket = await ada.ConnectAsync();
        await eyes.NextAsync(frame => IsPresence(frame, ada, isOnline: true));

        await third.DisposeAsync();
        await eyes.NextAsync(frame => IsPresence(frame, ada, isOnline: false));
        await socket.DisposeAsync();
    }

    private static bool IsPresence(JsonElement frame, Person person, bool isOnline) =>
        frame.Text("type") == "presence.changed" && frame.Text("data", "userId") == person.Id && frame.Flag("data", "isOnline") == isOnline;

    private static List<long> Seqs(Socket socket, string chat) =>
        [.. socket.Frames.Where(frame => frame.Has("seq") && frame.Text("chatId") == chat).Select(frame => frame.Number("seq"))];
}

/// <summary>Redis goes and comes: nothing is lost, and nobody waits for it.</summary>
public sealed class WithoutRedisTests(PairOfNodes nodes) : IClassFixture<PairOfNodes>
{
    [Fact]
    public async Task While_Redis_is_away_everything_arrives_all_the_same()
    {
        var ada = await nodes.One.SignUpAsync();
        var bob = await nodes.Other.SignUpAsync("patient");
        var chat = await ada.ChatWithAsync(bob);
        await using var socket = await bob.ConnectAsync();
        await ada.SayAsync(chat, "with Redis");
        await socket.NextAsync(frame => frame.Has("seq") && frame.Number("seq") == 1);

        for (var round = 0; round < 3; round++)
        {
            await nodes.Redis.KillAsync();
            for (var i = 0; i < 5; i++) await ada.SayAsync(chat, $"without {round} {i}");
            await socket.NextAsync(frame => frame.Has("seq") && frame.Number("seq") == 6 + (round * 10));
            if (round == 1)
            {
                var token = await ada.MakeTokenAsync();
                await using var connection = await Socket.OpenAsync(nodes.Other, bearer: token);
                (await ada.Http.DeleteAsync($"/api/tokens/{(await ada.Http.GetAsync("/api/tokens")).Json.Items()[0].Text("id")}")).ShouldBe(204);
                (await connection.Closed).Should().Be(4001);
            }
            await nodes.Redis.StartAsync();
            for (var i = 0; i < 5; i++) await ada.SayAsync(chat, $"again {round} {i}");
            await socket.NextAsync(frame => frame.Has("seq") && frame.Number("seq") == 11 + (round * 10));
            await Limits.UntilAsync(() => Task.FromResult(nodes.One.HearsOthers && nodes.Other.HearsOthers), "both to be connected again");
        }
        socket.Frames.Where(frame => frame.Has("seq")).Select(frame => frame.Number("seq")).Should().Equal(Enumerable.Range(1, 31).Select(i => (long)i));
        (await nodes.One.Visitor().GetAsync("/health/ready")).ShouldBe(200);
    }
}
