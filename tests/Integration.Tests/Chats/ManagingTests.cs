using System.Text.Json;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Chats;

/// <summary>Who manages a group, and what its log tells of it.</summary>
public sealed class ManagingTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task The_owner_names_administrators_and_they_manage()
    {
        var (ada, bob, cay) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob, cay);
        (await bob.Http.PutAsync($"/api/chats/{group}/admins/{bob.Id}")).ShouldBeProblem(403, "chat.owner_only");
        (await ada.Http.PutAsync($"/api/chats/{group}/admins/{bob.Id}")).ShouldBe(204);
        (await ada.Http.GetAsync($"/api/chats/{group}/members")).Json.Items().Where(member => member.Flag("isAdmin")).Select(member => member.Text("user", "id")).Should().Equal(bob.Id);

        (await bob.Http.PatchAsync($"/api/chats/{group}", new { name = "Renamed", membersCanInvite = false })).ShouldBe(200);
        var message = (await cay.SayAsync(group, "unwelcome")).Text("id");
        (await bob.Http.DeleteAsync($"/api/messages/{message}")).ShouldBe(204);
        (await bob.Http.DeleteAsync($"/api/chats/{group}/members/{ada.Id}")).ShouldBeProblem(403, "chat.owner_only");
        (await bob.Http.DeleteAsync($"/api/chats/{group}")).ShouldBeProblem(403, "chat.owner_only");
        (await bob.Http.DeleteAsync($"/api/chats/{group}/members/{cay.Id}")).ShouldBe(204);

        (await ada.Http.DeleteAsync($"/api/chats/{group}/admins/{bob.Id}")).ShouldBe(204);
        (await bob.Http.PatchAsync($"/api/chats/{group}", new { name = "Mine" })).ShouldBe(403);
        (await ada.Http.PutAsync($"/api/chats/{group}/admins/{cay.Id}")).ShouldBeProblem(404, "chat.member_not_found");
        (await cay.Http.PutAsync($"/api/chats/{group}/admins/{bob.Id}")).ShouldBeProblem(404, "chat.not_found");
    }

    [Fact]
    public async Task A_group_is_handed_over_to_a_member()
    {
        var (ada, bob, cay) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob);
        (await ada.Http.PutAsync($"/api/chats/{group}/owner", new { userId = cay.Id })).ShouldBe(404);
        (await ada.Http.PutAsync($"/api/chats/{group}/owner", new { })).ShouldBeProblem(400, "request.invalid", "userId");
        (await bob.Http.PutAsync($"/api/chats/{group}/owner", new { userId = bob.Id })).ShouldBe(403);
        (await ada.Http.PutAsync($"/api/chats/{group}/owner", new { userId = bob.Id })).ShouldBe(204);
        (await ada.Http.GetAsync($"/api/chats/{group}")).Json.Text("ownerId").Should().Be(bob.Id);
        (await ada.Http.DeleteAsync($"/api/chats/{group}")).ShouldBe(403);
    }

    [Fact]
    public async Task The_log_tells_what_changed_with_the_name_of_that_time()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob);
        await using var reader = await bob.ConnectAsync();
        await ada.Http.PatchAsync($"/api/chats/{group}", new { name = "First" });
        await ada.Http.PatchAsync($"/api/chats/{group}", new { name = "Second" });
        await ada.Http.PutAsync($"/api/chats/{group}/admins/{bob.Id}");
        await ada.Http.PatchAsync($"/api/chats/{group}", new { newcomersSeeHistory = false });
        await ada.Http.PutAsync($"/api/chats/{group}/owner", new { userId = bob.Id });

        var told = new List<JsonElement>();
        for (var seq = 1; seq <= 5; seq++) told.Add((await reader.NextAsync(frame => frame.Has("seq") && frame.Number("seq") == seq)).At("data"));
        var events = (await bob.Http.GetAsync($"/api/chats/{group}/events?after=0")).Json.Items("events").Select(happened => happened.At("data")).ToList();
        var lines = (await bob.Http.GetAsync($"/api/chats/{group}/messages")).Json.Items("lines").Select(line => line.At("data")).ToList();
        foreach (var log in new[] { told, events, lines })
        {
            log.Select(data => data.Text("change", "kind")).Should().Equal("renamed", "renamed", "adminAdded", "settings", "owner");
            log.Select(data => data.Text("change", "user", "id")).Should().Equal(ada.Id, ada.Id, bob.Id, ada.Id, bob.Id);
            log.Take(2).Select(data => data.Text("change", "name")).Should().Equal("First", "Second");
        }
        (events[0].Text("name"), events[0].Flag("newcomersSeeHistory")).Should().Be(("Second", false), "beside what changed stands how it is now");
    }

    [Theory]
    [InlineData("left")]
    [InlineData("removed")]
    [InlineData("deleted")]
    public async Task Who_is_in_a_chat_no_more_is_told_why(string reason)
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob);
        await using var device = await bob.ConnectAsync();
        var done = reason switch
        {
            "left" => await bob.Http.DeleteAsync($"/api/chats/{group}/members/me"),
            "removed" => await ada.Http.DeleteAsync($"/api/chats/{group}/members/{bob.Id}"),
            _ => await ada.Http.DeleteAsync($"/api/chats/{group}"),
        };
        done.ShouldBe(204);
        var hint = (await device.NextAsync("chat.removed")).At("data");
        (hint.Text("chatId"), hint.Text("reason")).Should().Be((group, reason));
    }

    [Fact]
    public async Task Open_invites_are_listed_to_their_maker_and_all_of_them_to_who_manages()
    {
        var (ada, bob, eve) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob);
        async Task<string> MakeAsync(Person maker) => (await maker.Http.PostAsync($"/api/chats/{group}/invites", new { maxUses = 1 })).ShouldBe(201).Json.Text("code");
        async Task<IEnumerable<string>> ListAsync(Person reader) => (await reader.Http.GetAsync($"/api/chats/{group}/invites")).ShouldBe(200).Json.Items().Select(invite => invite.Text("code"));
        var (hers, his, used, revoked) = (await MakeAsync(ada), await MakeAsync(bob), await MakeAsync(bob), await MakeAsync(ada));
        (await ada.Http.DeleteAsync($"/api/invites/{revoked}")).ShouldBe(204);
        (await eve.Http.GetAsync($"/api/chats/{group}/invites")).ShouldBe(404);
        (await eve.Http.PostAsync($"/api/invites/{used}/accept")).ShouldBe(200);

        (await ListAsync(ada)).Should().Equal(his, hers);
        (await ListAsync(bob)).Should().Equal(his);
        (await ListAsync(eve)).Should().BeEmpty();
    }

    [Fact]
    public async Task Members_are_found_by_a_part_of_their_name()
    {
        var (ada, vera, varvara) = (await forum.SignUpAsync(), await forum.SignUpAsync("Вера"), await forum.SignUpAsync("ВАРВАРА"));
        var group = await ada.GroupWithAsync(vera, varvara);
        (await ada.Http.GetAsync($"/api/chats/{group}/members?q=%D0%B2%D0%B0%D1%80")).ShouldBe(200).Json.Items().Select(member => member.Text("user", "nickname")).Should().Equal("ВАРВАРА");
        (await ada.Http.GetAsync($"/api/chats/{group}/members?q={new string('x', 33)}")).ShouldBeProblem(400, "request.invalid", "q");
        (await (await forum.SignUpAsync()).Http.GetAsync($"/api/chats/{group}/members?q=a")).ShouldBe(404);
    }
}
