using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Chats;

public sealed class PrivateChatTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task Two_people_have_one_chat_whoever_starts_it()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var first = (await ada.Http.PostAsync("/api/chats", new { userId = bob.Id })).ShouldBe(201);
        first.Header("Location").Should().Be($"/api/chats/{first.Json.Text("id")}");
        var again = (await bob.Http.PostAsync("/api/chats", new { userId = ada.Id })).ShouldBe(200);
        again.Json.Text("id").Should().Be(first.Json.Text("id"));
        first.Json.Flag("isGroup").Should().BeFalse();
        first.Json.Number("memberCount").Should().Be(2);
        first.Json.Items("members").Select(member => member.Text("user", "id")).Should().BeEquivalentTo(ada.Id, bob.Id);
    }

    [Fact]
    public async Task Twenty_starts_at_once_make_one_chat()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => i % 2 == 0
            ? ada.Http.PostAsync("/api/chats", new { userId = bob.Id })
            : bob.Http.PostAsync("/api/chats", new { userId = ada.Id })));
        answers.Count(answer => answer.Status == 201).Should().Be(1);
        answers.Select(answer => answer.ShouldBe(answer.Status == 201 ? 201 : 200).Json.Text("id")).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task For_an_outsider_the_chat_is_not_there()
    {
        var (ada, bob, eve) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        var message = (await ada.SayAsync(chat, "between us")).Text("id");
        foreach (var answer in new[]
        {
            await eve.Http.GetAsync($"/api/chats/{chat}"),
            await eve.Http.GetAsync($"/api/chats/{chat}/messages"),
            await eve.Http.GetAsync($"/api/chats/{chat}/events?after=0"),
            await eve.Http.GetAsync($"/api/chats/{chat}/members"),
            await eve.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "me too" }),
            await eve.Http.PutAsync($"/api/chats/{chat}/read", new { seq = 1 }),
            await eve.Http.PatchAsync($"/api/messages/{message}", new { content = "changed" }),
            await eve.Http.DeleteAsync($"/api/messages/{message}"),
            await eve.Http.PutAsync($"/api/messages/{message}/reactions/👍"),
            await eve.Http.PostAsync($"/api/chats/{chat}/invites", new { }),
            await eve.Http.PostAsync($"/api/chats/{chat}/members/{eve.Id}"),
            await eve.Http.DeleteAsync($"/api/chats/{chat}"),
        })
        {
            answer.ShouldBe(404).Body.Should().NotContain("between us");
        }
        (await eve.Http.GetAsync("/api/chats")).Json.Items().Should().BeEmpty();
        (await ada.Http.GetAsync($"/api/chats/{chat}/messages")).Json.Items().Should().ContainSingle().Which.Text("content").Should().Be("between us");
    }

    [Fact]
    public async Task It_cannot_be_renamed_joined_invited_to_left_or_deleted()
    {
        var (ada, bob, eve) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        foreach (var answer in new[]
        {
            await ada.Http.PatchAsync($"/api/chats/{chat}", new { name = "Ours" }),
            await ada.Http.PostAsync($"/api/chats/{chat}/members/{eve.Id}"),
            await ada.Http.PostAsync($"/api/chats/{chat}/invites", new { }),
            await ada.Http.DeleteAsync($"/api/chats/{chat}/members/me"),
            await ada.Http.DeleteAsync($"/api/chats/{chat}/members/{bob.Id}"),
            await ada.Http.DeleteAsync($"/api/chats/{chat}"),
        })
        {
            answer.ShouldBeProblem(409, "chat.is_private");
        }
    }

    [Fact]
    public async Task One_talks_to_somebody_else_who_exists()
    {
        var ada = await forum.SignUpAsync();
        (await ada.Http.PostAsync("/api/chats", new { userId = ada.Id })).ShouldBeProblem(400, "chat.with_yourself", "userId");
        (await ada.Http.PostAsync("/api/chats", new { userId = Guid.CreateVersion7() })).ShouldBeProblem(404, "user.not_found");
        (await ada.Http.PostAsync("/api/chats", new { })).ShouldBe(400).Json.At("errors").Has("userId").Should().BeTrue();
        (await ada.Http.PostAsync("/api/chats", new { userId = "nobody" })).ShouldBeProblem(400, "request.invalid", "userId");
    }

    [Fact]
    public async Task Who_takes_no_strangers_is_not_written_to()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        (await bob.Http.PatchAsync("/api/me", new { whoMayWrite = "nobody" })).ShouldBe(200);
        (await ada.Http.PostAsync("/api/chats", new { userId = bob.Id })).ShouldBeProblem(403, "chat.not_allowed");
        (await bob.Http.PostAsync("/api/chats", new { userId = ada.Id })).ShouldBe(201);
        (await ada.Http.PostAsync("/api/chats", new { userId = bob.Id })).ShouldBe(200);
    }

    [Fact]
    public async Task Who_takes_people_of_shared_groups_takes_them_only()
    {
        var (ada, bob, cay) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        await cay.GroupWithAsync(ada, bob);
        (await bob.Http.PatchAsync("/api/me", new { whoMayWrite = "sharedGroups" })).ShouldBe(200);
        (await ada.Http.PostAsync("/api/chats", new { userId = bob.Id })).ShouldBe(201);
        (await (await forum.SignUpAsync()).Http.PostAsync("/api/chats", new { userId = bob.Id })).ShouldBeProblem(403, "chat.not_allowed");
    }

    [Fact]
    public async Task Chats_come_latest_activity_first_with_what_is_unread()
    {
        var (ada, bob, cay) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var (withBob, withCay) = (await ada.ChatWithAsync(bob), await ada.ChatWithAsync(cay));
        await bob.SayAsync(withBob, "one");
        await cay.SayAsync(withCay, "two");
        await bob.SayAsync(withBob, "three");

        var chats = (await ada.Http.GetAsync("/api/chats")).ShouldBe(200).Json.Items();
        chats.Select(chat => chat.Text("id")).Should().Equal(withBob, withCay);
        chats[0].Number("unreadCount").Should().Be(2);
        chats[0].Text("lastMessage", "excerpt").Should().Be("three");
        chats[0].Text("lastMessage", "sender", "nickname").Should().Be(bob.Nickname);
        (await bob.Http.GetAsync($"/api/chats/{withBob}")).Json.Number("unreadCount").Should().Be(0);
    }
}
