using Microsoft.Extensions.DependencyInjection;
using RealTimeForum.Infrastructure.Realtime;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Ws;

/// <summary>When the server ends a connection, it says why.</summary>
public sealed class ClosingTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task Signing_out_closes_that_sessions_connections_and_no_others()
    {
        var person = await forum.SignUpAsync();
        var phone = await person.SignInAgainAsync();
        await using var one = await person.ConnectAsync();
        await using var two = await person.ConnectAsync();
        await using var onPhone = await Socket.OpenAsync(forum, cookie: phone.SessionCookie, origin: forum.Origin);

        (await person.Http.DeleteAsync("/api/session")).ShouldBe(204);

        (await one.Closed).Should().Be(4001);
        (await two.Closed).Should().Be(4001);
        (await onPhone.AskAsync("ping")).Has("serverTime").Should().BeTrue();
    }

    [Fact]
    public async Task Who_does_not_answer_the_goodbye_is_cut_off()
    {
        var person = await forum.SignUpAsync();
        await using var deaf = await person.ConnectAsync(reads: false);
        var connections = forum.Services.GetRequiredService<ConnectionManager>();
        await Limits.UntilAsync(() => Task.FromResult(connections.Count == 1), "the connection is there");

        (await person.Http.DeleteAsync("/api/session")).ShouldBe(204);

        await Limits.UntilAsync(() => Task.FromResult(connections.Count == 0), "the connection is gone");
    }

    [Fact]
    public async Task A_revoked_device_a_changed_password_and_a_revoked_token_close_theirs()
    {
        var person = await forum.SignUpAsync();
        var phone = await person.SignInAgainAsync();
        var laptop = await person.SignInAgainAsync();
        var token = (await person.Http.PostAsync("/api/tokens", new { name = "bot" })).ShouldBe(201).Json;
        await using var onPhone = await Socket.OpenAsync(forum, cookie: phone.SessionCookie, origin: forum.Origin);
        await using var onLaptop = await Socket.OpenAsync(forum, cookie: laptop.SessionCookie, origin: forum.Origin);
        await using var bot = await Socket.OpenAsync(forum, bearer: token.Text("token"));
        await using var mine = await person.ConnectAsync();

        var current = (await phone.GetAsync("/api/sessions")).Json.Items().Single(session => session.Flag("isCurrent")).Text("id");
        (await person.Http.DeleteAsync($"/api/sessions/{current}")).ShouldBe(204);
        (await onPhone.Closed).Should().Be(4001);

        (await person.Http.PutAsync("/api/me/password", new { currentPassword = Person.Password, newPassword = "another good secret 8" })).ShouldBe(204);
        (await onLaptop.Closed).Should().Be(4001);

        (await person.Http.DeleteAsync($"/api/tokens/{token.Text("id")}")).ShouldBe(204);
        (await bot.Closed).Should().Be(4001);

        (await mine.AskAsync("ping")).Has("serverTime").Should().BeTrue();
    }

    [Fact]
    public async Task Who_does_not_read_is_closed_and_nobody_waits_for_it()
    {
        var (ada, bob, cay) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.GroupWithAsync(bob, cay);
        await using var slow = await bob.ConnectAsync(reads: false);
        await using var quick = await cay.ConnectAsync();
        await using var sender = await ada.ConnectAsync();

        // A third more than its queue, the kernel and its own window hold, and soon: the goodbye waits only five seconds for a reader.
        const int Messages = 120;
        const int AtOnce = 15;
        for (var sent = AtOnce; sent <= Messages; sent += AtOnce)
        {
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ =>
                sender.AskAsync("message.send", new { chatId = chat, clientMessageId = Guid.NewGuid(), content = new string('ы', 4_000) })));
            await quick.NextAsync(frame => frame.Has("seq") && frame.Number("seq") == sent);
        }
        slow.Read();
        (await slow.Closed).Should().Be(4008);
        slow.Frames.Count(frame => frame.Has("seq")).Should().BeLessThan(Messages);
        (await bob.Http.GetAsync($"/api/chats/{chat}/events?after={Messages - 1}")).Json.Items("events").Should().ContainSingle("the log has what the socket did not bring");
    }
}
