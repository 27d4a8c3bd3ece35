using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Chats;

public sealed class PinTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task Pinned_messages_are_kept_in_sight_of_everyone_the_newest_pin_first()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var reader = await ada.ConnectAsync();
        var (one, two) = ((await ada.SayAsync(chat, "one")).Text("id"), (await ada.SayAsync(chat, "two")).Text("id"));
        foreach (var id in new[] { two, one, one }) (await bob.Http.PutAsync($"/api/messages/{id}/pin")).ShouldBe(204);

        (await PinsAsync(ada, chat)).Should().Equal(one, two);
        var told = await reader.NextAsync("message.pinned");
        (told.Number("seq"), told.Text("data", "messageId"), told.Text("data", "user", "id")).Should().Be((3, two, bob.Id));
        var view = (await ada.Http.GetAsync($"/api/chats/{chat}")).Json;
        (view.Number("pinCount"), view.Number("lastSeq")).Should().Be((2, 4), "pinning twice is no event");
        (await ada.Http.GetAsync($"/api/chats/{chat}/messages")).Json.Items().Select(message => message.Flag("isPinned")).Should().Equal(true, true);

        (await ada.Http.DeleteAsync($"/api/messages/{one}/pin")).ShouldBe(204);
        (await ada.Http.DeleteAsync($"/api/messages/{two}")).ShouldBe(204);
        (await PinsAsync(bob, chat)).Should().BeEmpty("one was unpinned, the other deleted");
        (await ada.Http.GetAsync($"/api/chats/{chat}")).Json.Number("pinCount").Should().Be(0);
        (await bob.Http.PutAsync($"/api/messages/{two}/pin")).ShouldBeProblem(404, "message.not_found");
    }

    [Fact]
    public async Task In_a_group_only_who_manages_it_pins_and_an_outsider_sees_none()
    {
        var (ada, bob, eve) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob);
        var message = (await bob.SayAsync(group, "mine")).Text("id");
        (await bob.Http.PutAsync($"/api/messages/{message}/pin")).ShouldBeProblem(403, "chat.owner_only");
        (await eve.Http.PutAsync($"/api/messages/{message}/pin")).ShouldBeProblem(404, "message.not_found");
        (await eve.Http.GetAsync($"/api/chats/{group}/pins")).ShouldBe(404);
        (await ada.Http.PutAsync($"/api/messages/{message}/pin")).ShouldBe(204);
        (await PinsAsync(bob, group)).Should().Equal(message);
    }

    private static async Task<IEnumerable<string>> PinsAsync(Person person, string chat) =>
        (await person.Http.GetAsync($"/api/chats/{chat}/pins")).ShouldBe(200).Json.Items().Select(message => message.Text("id"));
}
