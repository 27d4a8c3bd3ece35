using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

public sealed class GroupTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task The_owner_names_administrators_and_hands_over_and_each_line_says_what_happened(int width)
    {
        var (ada, bob, cay) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob, cay);
        await using var adas = await house.OpenAsync(width, ada);
        await adas.OpenChatAsync(group);
        await using var bobs = await house.OpenAsync(width, bob);
        await bobs.OpenChatAsync(group);
        await bobs.At("group-info").ClickAsync();
        await Expect(bobs.At("member-menu")).ToHaveCountAsync(0);
        await Expect(bobs.At("field-name")).ToHaveCountAsync(0);

        await adas.At("group-info").ClickAsync();
        await ActOnMemberAsync(adas, bob, "set-admin");
        await Expect(Member(adas, bob)).ToHaveAttributeAsync("data-role", "admin");
        await Expect(Member(bobs, bob)).ToHaveAttributeAsync("data-role", "admin");
        await bobs.At("field-name").FillAsync("Читатели");
        await bobs.At("rename-group").ClickAsync();
        await bobs.IsToldAsync("Saved");
        await bobs.At("group-newcomersSeeHistory").ClickAsync();
        await Expect(bobs.Page.Locator("[data-kind=settings]")).ToHaveCountAsync(1);
        await ActOnMemberAsync(bobs, cay, "remove-member");
        await bobs.At("confirm").ClickAsync();
        await Expect(Member(adas, cay)).ToHaveCountAsync(0);
        await ActOnMemberAsync(adas, bob, "hand-over");
        await adas.At("confirm").ClickAsync();
        await Expect(Member(bobs, bob)).ToHaveAttributeAsync("data-role", "owner");
        await Expect(Member(adas, ada)).Not.ToHaveAttributeAsync("data-role", "owner");

        string[] lines =
        [
            $"{bob.Nickname} is an administrator now", $"{bob.Nickname} named the group “Читатели”", $"{bob.Nickname} changed the group’s settings",
            $"{cay.Nickname} left", $"{bob.Nickname} is the owner now",
        ];
        foreach (var line in lines) await Expect(adas.At("note").Filter(new LocatorFilterOptions { HasText = line })).ToHaveCountAsync(1);
        await adas.Page.ReloadAsync();
        foreach (var line in lines) await Expect(adas.At("note").Filter(new LocatorFilterOptions { HasText = line })).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task One_joins_by_link_leaves_comes_back_and_is_put_out(int width)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var group = await ada.GroupWithAsync();
        await ada.SayAsync(group, "before you came");
        await using var adas = await house.OpenAsync(width, ada);
        await adas.OpenChatAsync(group);
        await adas.At("group-info").ClickAsync();
        await adas.At("make-invite").ClickAsync();
        await Expect(adas.At("open-invite")).ToHaveCountAsync(1);
        var link = new Uri(await adas.At("invite-link").InputValueAsync()).PathAndQuery;

        await using var bobs = await house.OpenAsync(width, bob);
        await bobs.GoAsync(link);
        await Expect(bobs.At("invite")).ToContainTextAsync("A group");
        await Expect(bobs.At("invite")).ToContainTextAsync("1 member");
        await bobs.At("join").ClickAsync();
        await Expect(bobs.Message("before you came")).ToBeVisibleAsync();
        await Expect(adas.At("note").Filter(new LocatorFilterOptions { HasText = $"{bob.Nickname} joined" })).ToHaveCountAsync(1);

        await bobs.At("group-info").ClickAsync();
        await bobs.At("leave-group").ClickAsync();
        await bobs.At("confirm").ClickAsync();
        await Expect(bobs.At("state-notFound")).ToContainTextAsync("You left “A group”");
        await Expect(bobs.RosterGroup(group)).ToHaveCountAsync(0);
        await bobs.GoAsync(link);
        await bobs.At("join").ClickAsync();
        await bobs.SayAsync("back again");
        await Expect(adas.Message("back again")).ToHaveCountAsync(1);

        (await ada.Http.DeleteAsync($"/api/chats/{group}/members/{bob.Id}")).ShouldBe(204);
        await Expect(bobs.At("state-notFound")).ToContainTextAsync("You were removed from “A group”");
        await Expect(bobs.At("composer-text")).ToHaveCountAsync(0);
        (await ada.Http.PostAsync($"/api/chats/{group}/members/{bob.Id}", new { })).ShouldBe(200);
        await Expect(bobs.Message("back again")).ToBeVisibleAsync();

        await adas.At("revoke-invite").ClickAsync();
        await Expect(adas.At("open-invite")).ToHaveCountAsync(0);
        var cay = await house.Forum.SignUpAsync();
        await using var cays = await house.OpenAsync(width, cay);
        await cays.GoAsync(link);
        await Expect(cays.At("state-notFound")).ToContainTextAsync("no longer works");
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_visitor_is_told_of_the_invite_and_keeps_it_through_signing_up_and_signing_in(int width)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var group = await ada.GroupWithAsync();
        var code = (await ada.Http.PostAsync($"/api/chats/{group}/invites", new { })).ShouldBe(201).Json.Text("code");

        await using var newcomer = await house.OpenAsync(width);
        await newcomer.GoAsync($"/invite/{code}");
        await Expect(newcomer.At("invite").GetByRole(AriaRole.Heading)).ToContainTextAsync("You’re invited to a group");
        await newcomer.At("invite").GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(newcomer.At("admission")).ToContainTextAsync("you join the group");
        foreach (var (field, text) in new[] { ("nickname", $"invited{width}"), ("email", $"invited{width}@example.org"), ("password", Person.Password), ("firstName", "First"), ("lastName", "Last"), ("age", "30") })
            await newcomer.FillAsync("sign-up-form", field, text);
        await newcomer.SubmitAsync("sign-up-form");
        await newcomer.At("join").ClickAsync();
        await Expect(newcomer.At("chat")).ToHaveAttributeAsync("data-chat-id", group);

        await using var bobs = await house.OpenAsync(width);
        await bobs.GoAsync($"/invite/{code}");
        await bobs.At("invite-sign-in").ClickAsync();
        await bobs.FillAsync("sign-in-form", "login", bob.Nickname);
        await bobs.FillAsync("sign-in-form", "password", Person.Password);
        await bobs.SubmitAsync("sign-in-form");
        await Expect(bobs.At("invite")).ToContainTextAsync("A group");
        await bobs.At("join").ClickAsync();
        await Expect(bobs.At("chat")).ToHaveAttributeAsync("data-chat-id", group);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_name_is_completed_after_an_at_sign_linked_and_counted(int width)
    {
        var (ada, bob, cay) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync($"Вера.{width}"), await house.Forum.SignUpAsync($"verena.{width}"));
        var group = await ada.GroupWithAsync(bob, cay);
        await using var adas = await house.OpenAsync(width, ada);
        await using var bobs = await house.OpenAsync(width, bob);
        await adas.OpenChatAsync(group);
        var text = adas.At("composer-text");
        await text.PressSequentiallyAsync("see @");
        await Expect(adas.At("mention-option")).ToHaveCountAsync(2);
        await Expect(text).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(text).ToHaveAttributeAsync("aria-activedescendant", await adas.At("mention-option").First.GetAttributeAsync("id") ?? "");
        await text.PressSequentiallyAsync("в");
        await Expect(adas.At("mention-option")).ToHaveCountAsync(1);
        await adas.Page.Keyboard.PressAsync("Escape");
        await Expect(adas.At("mention-list")).ToHaveCountAsync(0);
        await text.FillAsync("");
        await text.FillAsync("see @ve");
        await adas.At("mention-option").ClickAsync();
        await Expect(text).ToHaveValueAsync($"see @{cay.Nickname} ");
        await text.PressSequentiallyAsync("and @ВЕ");
        await adas.Page.Keyboard.PressAsync("Tab");
        await Expect(text).ToHaveValueAsync($"see @{cay.Nickname} and @{bob.Nickname} ");
        await adas.At("send").ClickAsync();
        await Expect(adas.At("mention")).ToHaveCountAsync(2);

        await bobs.ShowRosterAsync();
        await Expect(bobs.RosterGroup(group).GetByTestId("mentioned")).ToHaveAttributeAsync("data-count", "1");
        await bobs.RosterGroup(group).ClickAsync();
        await Expect(bobs.Message("see")).ToHaveAttributeAsync("data-mentions-me", "true");
        await bobs.ShowRosterAsync();
        await Expect(bobs.RosterGroup(group).GetByTestId("mentioned")).ToHaveCountAsync(0);
        await adas.At("mention").First.ClickAsync();
        await adas.Page.WaitForURLAsync(url => url.EndsWith($"/users/{Uri.EscapeDataString(cay.Nickname)}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Pinned_messages_are_above_the_chat_and_lead_to_their_place(int width)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob);
        for (var i = 1; i <= 40; i++) await ada.SayAsync(group, $"message {i:00}\n\nof several\n\nlines");
        await using var adas = await house.OpenAsync(width, ada);
        await using var bobs = await house.OpenAsync(width, bob);
        await adas.OpenChatAsync(group, "?m=5");
        await bobs.OpenChatAsync(group);
        await Expect(bobs.At("pin-bar")).ToHaveCountAsync(0);
        await adas.ActOnAsync(adas.Message("message 05"), "pin-message");
        await Expect(bobs.At("pinned")).ToContainTextAsync("message 05");
        await bobs.At("pinned").ClickAsync();
        await Expect(bobs.Message("message 05")).ToBeInViewportAsync();
        await adas.ActOnAsync(adas.Message("message 06"), "pin-message");
        await Expect(bobs.At("pinned")).ToContainTextAsync("message 06");
        await bobs.Message("message 06").HoverAsync();
        await bobs.Message("message 06").GetByTestId("message-menu").ClickAsync();
        await Expect(bobs.At("copy-link")).ToBeVisibleAsync();
        await Expect(bobs.At("pin-message")).ToHaveCountAsync(0);
        await bobs.Page.Keyboard.PressAsync("Escape");

        await bobs.At("all-pins").ClickAsync();
        await Expect(bobs.At("pin-item")).ToHaveCountAsync(2);
        await bobs.At("pin-item").Last.ClickAsync();
        await Expect(bobs.Message("message 05")).ToBeInViewportAsync();
        await adas.At("all-pins").ClickAsync();
        await adas.At("unpin").First.ClickAsync();
        await Expect(bobs.At("pinned")).ToContainTextAsync("message 05");
        await adas.At("unpin").First.ClickAsync();
        await Expect(bobs.At("pin-bar")).ToHaveCountAsync(0);
    }

    private static ILocator Member(Window window, Person person) => window.Page.Locator($"[data-testid=member][data-user-id='{person.Id}']");

    private static async Task ActOnMemberAsync(Window window, Person person, string action)
    {
        await Member(window, person).GetByTestId("member-menu").ClickAsync();
        await window.At(action).ClickAsync();
    }
}
