using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Chats;

public sealed class MentionTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task A_message_names_members_of_its_chat_and_nobody_else()
    {
        var (ada, olga, eve) = (await forum.SignUpAsync(), await forum.SignUpAsync("Ольга"), await forum.SignUpAsync());
        await eve.GroupWithAsync();
        var group = await ada.GroupWithAsync(olga);
        await using var reader = await olga.ConnectAsync();
        var sent = await ada.SayAsync(group, $"@ольга и @{eve.Nickname}, почта a@{olga.Nickname}");
        sent.Items("mentions").Select(person => person.Text("id")).Should().Equal(olga.Id);
        (await reader.NextAsync("message.created")).At("data").Items("mentions").Select(person => person.Text("nickname")).Should().Equal("Ольга");
        (await ada.Http.GetAsync($"/api/chats/{group}/messages")).Json.Items()[0].Items("mentions").Should().HaveCount(1);
    }

    [Fact]
    public async Task What_names_me_and_is_unread_is_counted_until_it_is_read_edited_or_deleted()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob);
        await ada.SayAsync(group, "nobody");
        var edited = (await ada.SayAsync(group, $"@{bob.Nickname} one")).Text("id");
        var deleted = (await ada.SayAsync(group, $"@{bob.Nickname} two")).Text("id");
        await ada.SayAsync(group, $"@{bob.Nickname} three");
        (await CountsAsync(bob, group)).Should().Be((4, 3));

        var answer = (await ada.Http.PatchAsync($"/api/messages/{edited}", new { content = $"@{ada.Nickname} instead" })).ShouldBe(200).Json;
        answer.Items("mentions").Select(person => person.Text("id")).Should().Equal(ada.Id);
        (await ada.Http.DeleteAsync($"/api/messages/{deleted}")).ShouldBe(204);
        (await CountsAsync(bob, group)).Should().Be((3, 1));
        (await bob.Http.GetAsync("/api/roster?groups=true")).Json.Items().Single(item => item.Has("group")).Number("mentionCount").Should().Be(1);

        (await bob.Http.PutAsync($"/api/chats/{group}/read", new { seq = 99 })).ShouldBe(204);
        (await CountsAsync(bob, group)).Should().Be((0, 0));
    }

    private static async Task<(long Unread, long Mentions)> CountsAsync(Person person, string chat)
    {
        var view = (await person.Http.GetAsync($"/api/chats/{chat}")).Json;
        return (view.Number("unreadCount"), view.Number("mentionCount"));
    }
}
