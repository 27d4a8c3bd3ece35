using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

public sealed class TogetherTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Two_people_see_each_other_write_receive_read_react_answer_edit_and_delete(int width)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var adas = await house.OpenAsync(width, ada);
        await adas.OpenChatAsync(chat);
        await adas.SayAsync("are you there?");
        var asked = adas.Message("are you there?");
        await Expect(asked).ToHaveAttributeAsync("data-state", "sent");
        await using var bobs = await house.OpenAsync(width, bob);
        await Expect(asked).ToHaveAttributeAsync("data-state", "delivered");
        await bobs.OpenChatAsync(chat);
        await Expect(asked).ToHaveAttributeAsync("data-state", "read");
        await Expect(asked.GetByTestId("receipt")).ToHaveAttributeAsync("title", "Read");

        var before = await adas.At("messages").BoundingBoxAsync();
        await bobs.TypeUntilSeenAsync(adas, $"{bob.Nickname} is typing…");
        (await adas.At("messages").BoundingBoxAsync())!.Height.Should().Be(before!.Height, "nothing jumps when somebody types");
        await bobs.At("composer-text").FillAsync("yes");
        await bobs.Page.Keyboard.PressAsync("Enter");
        if (width < 700) await bobs.At("send").ClickAsync();
        await Expect(adas.Message("yes")).ToBeInViewportAsync();
        await Expect(adas.At("typing")).ToHaveCountAsync(0);

        await bobs.Message("are you there?").GetByTestId("message-menu").ClickAsync();
        await bobs.Page.Locator("[data-emoji='👍']").ClickAsync();
        await Expect(asked.GetByTestId("reaction")).ToHaveTextAsync("👍1");
        await asked.GetByTestId("reaction").ClickAsync();
        await Expect(bobs.Message("are you there?").GetByTestId("reaction")).ToHaveTextAsync("👍2");

        await bobs.ActOnAsync(bobs.Message("are you there?"), "reply-message");
        await bobs.SayAsync("since an hour");
        var answer = adas.Message("since an hour");
        await Expect(answer).ToContainTextAsync("are you there?");
        await bobs.ActOnAsync(bobs.Message("since an hour"), "edit-message");
        await bobs.SayAsync("since two hours");
        await Expect(adas.Message("since two hours")).ToContainTextAsync("edited");
        await bobs.ActOnAsync(bobs.Message("since two hours"), "delete-message");
        await bobs.At("confirm").ClickAsync();
        await Expect(adas.At("message").Last).ToContainTextAsync("Message deleted");
        await Expect(adas.Message("since two hours")).ToHaveCountAsync(0);

        await asked.GetByTestId("receipt").ClickAsync();
        await Expect(adas.At("message-info")).ToContainTextAsync(bob.Nickname);
        await Expect(adas.At("message-info").Locator("time")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Three_who_type_are_counted_and_a_group_says_how_many_have_read()
    {
        var people = await house.Forum.SignUpAsync(4);
        var ada = people[0];
        var group = await ada.GroupWithAsync(people[1..]);
        await using var adas = await house.OpenAsync(1280, ada);
        await adas.OpenChatAsync(group);
        await adas.SayAsync("hello all");
        var sockets = await Task.WhenAll(people[1..].Select(person => person.ConnectAsync()));
        await TypeAsync(1, $"{people[1].Nickname} is typing…");
        await TypeAsync(2, $"{people[1].Nickname} and {people[2].Nickname} are typing…");
        await TypeAsync(3, "3 people are typing…");
        await Expect(adas.At("typing")).ToHaveCountAsync(0);

        var seq = (await people[1].Http.GetAsync($"/api/chats/{group}")).Json.GetProperty("lastSeq").GetInt64();
        (await people[1].Http.PutAsync($"/api/chats/{group}/read", new { seq })).ShouldBe(204);
        await Expect(adas.At("read-by")).ToHaveTextAsync("read by 1 of 3");
        (await people[2].Http.PutAsync($"/api/chats/{group}/read", new { seq })).ShouldBe(204);
        await Expect(adas.At("read-by")).ToHaveTextAsync("read by 2 of 3");
        await adas.At("read-by").ClickAsync();
        await Expect(adas.At("message-info")).ToContainTextAsync("Read · 2");
        await Expect(adas.At("message-info")).ToContainTextAsync("Not yet · 1");
        foreach (var socket in sockets) await socket.DisposeAsync();

        // What is told lasts a few seconds only: whoever types goes on until it is seen.
        Task TypeAsync(int many, string seen) => Limits.UntilAsync(
            async () =>
            {
                foreach (var socket in sockets[..many]) await socket.AskAsync("typing", new { chatId = group });
                return (await adas.At("typing").AllInnerTextsAsync()).Contains(seen);
            },
            seen);
    }

    [Fact]
    public async Task Unread_is_equal_in_every_tab_and_gone_everywhere_once_read()
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        await using var desk = await house.OpenAsync(1280);
        await desk.Context.AddInitScriptAsync(NoticesStay);
        await house.SignInAsync(desk, bob);
        var tab = await desk.OpenTabAsync("/settings");
        await using var phone = await house.OpenAsync(390, bob);
        var chat = await ada.ChatWithAsync(bob);
        await ada.SayAsync(chat, "one");
        await ada.SayAsync(chat, "two");
        foreach (var window in new[] { desk, tab })
        {
            await Expect(window.RosterItem(ada).GetByTestId("unread")).ToHaveAttributeAsync("data-count", "2");
            await window.CountsAsync(2);
            await Expect(window.At("toast")).ToContainTextAsync("two");
        }
        await Expect(phone.At("tab-chats").GetByTestId("unread")).ToHaveAttributeAsync("data-count", "2");

        await phone.TalkToAsync(ada);
        await Expect(phone.Message("two")).ToBeInViewportAsync();
        foreach (var window in new[] { desk, tab })
        {
            await Expect(window.RosterItem(ada).GetByTestId("unread")).ToHaveCountAsync(0);
            await Expect(window.At("toast")).ToHaveCountAsync(0);
            await window.CountsAsync(0);
        }
    }

    [Fact]
    public async Task A_notice_opens_its_message_and_a_chats_level_decides_what_calls()
    {
        var (ada, bob, cay) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob, cay);
        await using var bobs = await house.OpenAsync(1280);
        await bobs.Context.AddInitScriptAsync(Notices);
        await house.SignInAsync(bobs, bob);
        await ada.SayAsync(group, "the first");
        await Expect(bobs.RosterGroup(group).GetByTestId("unread")).ToHaveAttributeAsync("data-count", "1");
        (await NoticesAsync(bobs)).Should().Equal("the first");
        await bobs.Page.EvaluateAsync("window.notices[0].onclick()");
        await bobs.Page.WaitForURLAsync(url => url.Contains($"/chats/{group}?m=", StringComparison.Ordinal));
        await Expect(bobs.Message("the first")).ToBeInViewportAsync();

        await bobs.At("chat-notifications").ClickAsync();
        await bobs.Page.Locator("[data-level=mentions]").ClickAsync();
        await Limits.UntilAsync(async () => (await bob.Http.GetAsync($"/api/chats/{group}")).Json.GetProperty("notifications").Text("level") == "mentions", "the level");
        await bobs.GoAsync("/settings");
        await bobs.IsConnectedAsync();
        await ada.SayAsync(group, "nothing for you");
        await ada.SayAsync(group, $"but this, @{bob.Nickname}!");
        await Expect(bobs.RosterGroup(group).GetByTestId("unread")).ToHaveAttributeAsync("data-count", "2");
        await Expect(bobs.RosterGroup(group).GetByTestId("mentioned")).ToHaveAttributeAsync("data-count", "1");
        await bobs.CountsAsync(1);
        (await NoticesAsync(bobs)).Should().Equal($"but this, @{bob.Nickname}!");
    }

    /// <summary>A notice goes only when what it is about was read, never by itself.</summary>
    private const string NoticesStay = "const { setTimeout } = window; window.setTimeout = (act, after, ...more) => after === 6000 ? 0 : setTimeout(act, after, ...more);";

    private static Task<string[]> NoticesAsync(Window window) => window.Page.EvaluateAsync<string[]>("window.notices.map(notice => notice.body)");

    /// <summary>A browser whose window is behind another, and which notes what it is asked to show.</summary>
    private const string Notices =
        """
        window.notices = [];
        window.Notification = class {
          static permission = 'granted';
          constructor(title, { body }) { this.title = title; this.body = body; window.notices.push(this); }
          close() {}
        };
        document.hasFocus = () => false;
        localStorage.setItem('forum.notify', 'on');
        """;
}
