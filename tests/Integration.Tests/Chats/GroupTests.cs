using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Chats;

public sealed class GroupTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task A_group_has_a_name_an_owner_and_its_members()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = (await ada.Http.PostAsync("/api/chats", new { name = "  Книжный клуб ", memberIds = new[] { bob.Id, bob.Id, ada.Id } })).ShouldBe(201).Json;
        (group.Text("name"), group.Flag("isGroup"), group.Text("ownerId"), group.Number("memberCount")).Should().Be(("Книжный клуб", true, ada.Id, 2));
        var members = (await bob.Http.GetAsync($"/api/chats/{group.Text("id")}/members")).ShouldBe(200).Json.Items();
        members.Select(member => (member.Text("user", "id"), member.Flag("isOwner"))).Should().BeEquivalentTo([(ada.Id, true), (bob.Id, false)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_name_has_1_to_64_characters(string name)
    {
        var ada = await forum.SignUpAsync();
        (await ada.Http.PostAsync("/api/chats", new { name })).ShouldBe(400).Json.At("errors").Has("name").Should().BeTrue();
        var group = await ada.GroupWithAsync();
        (await ada.Http.PatchAsync($"/api/chats/{group}", new { name })).ShouldBe(400).Json.At("errors").Has("name").Should().BeTrue();
    }

    [Fact]
    public async Task The_owner_renames_removes_and_deletes_and_others_do_not()
    {
        var (ada, bob, cay) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob, cay);
        (await bob.Http.PatchAsync($"/api/chats/{group}", new { name = "Mine" })).ShouldBeProblem(403, "chat.owner_only");
        (await bob.Http.DeleteAsync($"/api/chats/{group}/members/{cay.Id}")).ShouldBeProblem(403, "chat.owner_only");
        (await bob.Http.DeleteAsync($"/api/chats/{group}")).ShouldBeProblem(403, "chat.owner_only");

        (await ada.Http.PatchAsync($"/api/chats/{group}", new { name = "Ours" })).ShouldBe(200).Json.Text("name").Should().Be("Ours");
        (await ada.Http.DeleteAsync($"/api/chats/{group}/members/{cay.Id}")).ShouldBe(204);
        (await cay.Http.GetAsync($"/api/chats/{group}")).ShouldBe(404);
        (await ada.Http.DeleteAsync($"/api/chats/{group}/members/{cay.Id}")).ShouldBe(404);
        (await ada.Http.DeleteAsync($"/api/chats/{group}")).ShouldBe(204);
        (await bob.Http.GetAsync($"/api/chats/{group}")).ShouldBe(404);
        (await ada.Http.GetAsync($"/api/chats/{group}")).ShouldBe(404);
    }

    [Fact]
    public async Task The_groups_owner_deletes_anybodys_message()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob);
        var message = (await bob.SayAsync(group, "unwelcome")).Text("id");
        (await ada.Http.DeleteAsync($"/api/messages/{message}")).ShouldBe(204);
        (await ada.Http.PatchAsync($"/api/messages/{message}", new { content = "words in his mouth" })).Status.Should().BeOneOf(403, 404);
    }

    [Fact]
    public async Task An_owner_who_leaves_hands_the_group_to_the_longest_member_and_the_last_one_out_ends_it()
    {
        var (ada, bob, cay) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync();
        (await ada.Http.PostAsync($"/api/chats/{group}/members/{bob.Id}")).ShouldBe(200);
        await Task.Delay(5);
        (await ada.Http.PostAsync($"/api/chats/{group}/members/{cay.Id}")).ShouldBe(200);

        (await ada.Http.DeleteAsync($"/api/chats/{group}/members/me")).ShouldBe(204);
        (await cay.Http.GetAsync($"/api/chats/{group}")).Json.Text("ownerId").Should().Be(bob.Id);
        (await bob.Http.DeleteAsync($"/api/chats/{group}/members/me")).ShouldBe(204);
        (await cay.Http.GetAsync($"/api/chats/{group}")).Json.Number("memberCount").Should().Be(1);
        (await cay.Http.DeleteAsync($"/api/chats/{group}/members/me")).ShouldBe(204);
        (await cay.Http.GetAsync($"/api/chats/{group}")).ShouldBe(404);
    }

    [Fact]
    public async Task Members_add_people_unless_the_owner_says_otherwise()
    {
        var (ada, bob, cay) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob);
        (await bob.Http.PostAsync($"/api/chats/{group}/members/{cay.Id}")).ShouldBe(200);
        (await bob.Http.PostAsync($"/api/chats/{group}/members/{cay.Id}")).ShouldBe(200).Json.Number("memberCount").Should().Be(3);
        (await ada.Http.DeleteAsync($"/api/chats/{group}/members/{cay.Id}")).ShouldBe(204);
        (await bob.Http.PatchAsync($"/api/chats/{group}", new { membersCanInvite = false })).ShouldBeProblem(403, "chat.owner_only");
        (await ada.Http.PatchAsync($"/api/chats/{group}", new { membersCanInvite = false })).ShouldBe(200);
        (await bob.Http.PostAsync($"/api/chats/{group}/members/{cay.Id}")).ShouldBe(403);
        (await bob.Http.PostAsync($"/api/chats/{group}/invites", new { })).ShouldBe(403);
        (await ada.Http.PostAsync($"/api/chats/{group}/members/{Guid.CreateVersion7()}")).ShouldBeProblem(404, "user.not_found");
    }

    [Fact]
    public async Task A_newcomer_reads_what_was_said_before_and_has_nothing_unread()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync();
        await ada.SayAsync(group, "before");
        (await ada.Http.PostAsync($"/api/chats/{group}/members/{bob.Id}")).ShouldBe(200);
        (await bob.Http.GetAsync($"/api/chats/{group}")).Json.Number("unreadCount").Should().Be(0);
        (await bob.Http.GetAsync($"/api/chats/{group}/messages")).Json.Items().Single().Text("content").Should().Be("before");
        await ada.SayAsync(group, "after");
        (await bob.Http.GetAsync($"/api/chats/{group}")).Json.Number("unreadCount").Should().Be(1);
    }

    [Fact]
    public async Task The_same_idempotency_key_makes_one_group()
    {
        var ada = await forum.SignUpAsync();
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var first = (await ada.Http.PostAsync("/api/chats", new { name = "Once" }, key)).ShouldBe(201).Json;
        (await ada.Http.PostAsync("/api/chats", new { name = "Once" }, key)).Json.Text("id").Should().Be(first.Text("id"));
        (await ada.Http.PostAsync("/api/chats", new { name = "Twice" }, key)).ShouldBeProblem(409, "idempotency.key_reused");
        (await ada.Http.GetAsync("/api/chats")).Json.Items().Should().ContainSingle();
    }

    [Fact]
    public async Task Who_is_put_out_does_not_come_back_by_a_code_of_their_own()
    {
        var (ada, bob, cay) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob, cay);
        var bobs = (await bob.Http.PostAsync($"/api/chats/{group}/invites", new { })).ShouldBe(201).Json.Text("code");
        var cays = (await cay.Http.PostAsync($"/api/chats/{group}/invites", new { })).ShouldBe(201).Json.Text("code");

        (await ada.Http.DeleteAsync($"/api/chats/{group}/members/{bob.Id}")).ShouldBe(204);
        (await cay.Http.DeleteAsync($"/api/chats/{group}/members/me")).ShouldBe(204);

        (await bob.Http.PostAsync($"/api/invites/{bobs}/accept")).ShouldBeProblem(404, "invite.not_found");
        (await cay.Http.PostAsync($"/api/invites/{bobs}/accept")).ShouldBeProblem(404, "invite.not_found");
        (await cay.Http.PostAsync($"/api/invites/{cays}/accept")).ShouldBe(200);
    }

    [Fact]
    public async Task Who_is_put_out_comes_back_only_when_those_who_manage_the_group_ask_them_back()
    {
        var (ada, bob, cay) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob, cay);
        async Task<string> InviteAsync(Person maker) => (await maker.Http.PostAsync($"/api/chats/{group}/invites", new { })).ShouldBe(201).Json.Text("code");
        var (adas, cays) = (await InviteAsync(ada), await InviteAsync(cay));
        (await ada.Http.DeleteAsync($"/api/chats/{group}/members/{bob.Id}")).ShouldBe(204);
        await Task.Delay(5);
        var later = await InviteAsync(cay);

        foreach (var code in new[] { adas, cays, later }) (await bob.Http.PostAsync($"/api/invites/{code}/accept")).ShouldBeProblem(404, "invite.not_found");
        (await cay.Http.PostAsync($"/api/chats/{group}/members/{bob.Id}")).ShouldBeProblem(403, "chat.was_removed");
        (await bob.Http.PostAsync($"/api/invites/{await InviteAsync(ada)}/accept")).ShouldBe(200);

        // Asked back, they are somebody like everybody else: who leaves of their own will returns by any code.
        (await bob.Http.DeleteAsync($"/api/chats/{group}/members/me")).ShouldBe(204);
        (await bob.Http.PostAsync($"/api/invites/{cays}/accept")).ShouldBe(200);
        (await ada.Http.DeleteAsync($"/api/chats/{group}/members/{bob.Id}")).ShouldBe(204);
        (await ada.Http.PostAsync($"/api/chats/{group}/members/{bob.Id}")).ShouldBe(200);
    }

    [Fact]
    public async Task An_invite_lets_people_in_until_it_is_used_up_revoked_or_over()
    {
        var (ada, bob, cay) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync();
        var once = (await ada.Http.PostAsync($"/api/chats/{group}/invites", new { maxUses = 1 })).ShouldBe(201).Json.Text("code");
        var preview = (await bob.Http.GetAsync($"/api/invites/{once}")).ShouldBe(200).Json;
        (preview.Text("name"), preview.Number("memberCount")).Should().Be(("A group", 1));
        (await bob.Http.PostAsync($"/api/invites/{once}/accept")).ShouldBe(200).Json.Text("id").Should().Be(group);
        (await cay.Http.GetAsync($"/api/invites/{once}")).ShouldBeProblem(404, "invite.not_found");
        (await cay.Http.PostAsync($"/api/invites/{once}/accept")).ShouldBeProblem(404, "invite.not_found");

        var revoked = (await bob.Http.PostAsync($"/api/chats/{group}/invites", new { })).ShouldBe(201).Json.Text("code");
        (await cay.Http.DeleteAsync($"/api/invites/{revoked}")).Status.Should().BeOneOf(403, 404);
        (await ada.Http.DeleteAsync($"/api/invites/{revoked}")).ShouldBe(204);
        (await cay.Http.PostAsync($"/api/invites/{revoked}/accept")).ShouldBeProblem(404, "invite.not_found");

        var hour = (await ada.Http.PostAsync($"/api/chats/{group}/invites", new { expiresInHours = 1 })).ShouldBe(201).Json;
        hour.Has("expiresAt").Should().BeTrue();
        forum.Clock.Advance(TimeSpan.FromMinutes(61));
        (await cay.Http.PostAsync($"/api/invites/{hour.Text("code")}/accept")).ShouldBeProblem(404, "invite.not_found");
        (await cay.Http.GetAsync("/api/invites/nothing")).ShouldBeProblem(404, "invite.not_found");
        (await ada.Http.PostAsync($"/api/chats/{group}/invites", new { maxUses = 0 })).ShouldBeProblem(400, "request.invalid", "maxUses");
    }

    [Fact]
    public async Task The_same_key_makes_one_invite()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.GroupWithAsync(bob);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        var first = (await ada.Http.PostAsync($"/api/chats/{chat}/invites", new { maxUses = 3 }, key)).ShouldBe(201).Json.Text("code");
        (await ada.Http.PostAsync($"/api/chats/{chat}/invites", new { maxUses = 3 }, key)).ShouldBe(201).Json.Text("code").Should().Be(first);
        (await ada.Http.PostAsync($"/api/chats/{chat}/invites", new { maxUses = 4 }, key)).ShouldBe(409).Json.Text("code").Should().Be("idempotency.key_reused");
        (await bob.Http.PostAsync($"/api/chats/{chat}/invites", new { maxUses = 3 }, key)).ShouldBe(201).Json.Text("code").Should().NotBe(first, "a key is its user's own");
    }
}
