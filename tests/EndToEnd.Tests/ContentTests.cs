using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>Searching, and images, as one sees them.</summary>
public sealed class ContentTests(House house) : IClassFixture<House>
{
    // 40 × 20 pixels of one colour.
    private static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAACgAAAAUCAIAAABwJOjsAAAAJElEQVR4nGM4YaMxIIhh1OJRi0ctHrV41OJRi0ctHrV45FgMAChCqa4mboQ1AAAAAElFTkSuQmCC");

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Searching_finds_a_message_and_leads_to_its_place(int width)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await bob.SayAsync(chat, "We meet on Saturday <b>evening</b>");
        for (var i = 0; i < 40; i++) await ada.SayAsync(chat, $"line {i}");
        await using var window = await house.OpenAsync(width, ada);
        if (width < 700) await window.At("search-link").ClickAsync();
        await window.At(width < 700 ? "search-input" : "search-box").FillAsync("meeting saturd");
        await Expect(window.At("state-empty")).ToBeVisibleAsync();
        await window.At("search-in").GetByRole(AriaRole.Button, new() { Name = "My chats" }).ClickAsync();
        await Expect(window.At("hit")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("We meet on Saturday <b>evening</b>", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        (await window.At("hit").Locator("mark").AllInnerTextsAsync()).Should().Equal("meet", "Saturday");
        await window.At("hit").ClickAsync();
        await Expect(window.Message("We meet on Saturday")).ToBeInViewportAsync();

        await window.At("chat-search").ClickAsync();
        await window.At("chat-search-input").FillAsync("\"line 39\"");
        await window.At("hit").ClickAsync();
        await Expect(window.Message("line 39")).ToBeInViewportAsync();
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task An_image_is_chosen_sent_seen_and_shown_large(int width)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        await ada.ChatWithAsync(bob);
        await using var adas = await house.OpenAsync(width, ada);
        await using var bobs = await house.OpenAsync(width, bob);
        await bobs.TalkToAsync(ada);
        await adas.TalkToAsync(bob);
        await adas.At("picture-file").SetInputFilesAsync(new FilePayload { Name = "wall.png", MimeType = "image/png", Buffer = Picture });
        await adas.At("picture-alt").FillAsync("A red wall");
        await adas.At("picture-alt").BlurAsync();
        await adas.At("send").ClickAsync();

        var image = bobs.At("attachment").Locator("img");
        await Expect(image).ToHaveAttributeAsync("alt", "A red wall");
        await Expect(image).ToHaveJSPropertyAsync("naturalWidth", 40);
        (await image.GetAttributeAsync("width"), await image.GetAttributeAsync("height")).Should().Be(("40", "20"));
        await bobs.At("attachment").ClickAsync();
        await Expect(bobs.At("lightbox").Locator("img")).ToHaveJSPropertyAsync("naturalWidth", 40);
        await bobs.Page.Keyboard.PressAsync("Escape");
        await Expect(bobs.At("lightbox")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_message_loses_one_image_and_gains_another_and_whose_it_is_has_a_face(int width)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var adas = await house.OpenAsync(width, ada);
        await adas.GoAsync("/settings");
        await adas.At("one-picture").Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "me.png", MimeType = "image/png", Buffer = Picture });
        await adas.At("crop").Locator("canvas").PressAsync("ArrowRight");
        await adas.At("crop-zoom").FillAsync("2");
        await adas.At("crop-use").ClickAsync();
        await Expect(adas.At("no-picture")).ToBeVisibleAsync();
        await adas.OpenChatAsync(chat);
        await adas.At("picture-file").SetInputFilesAsync(new FilePayload { Name = "wall.png", MimeType = "image/png", Buffer = Picture });
        await adas.SayAsync("Look");
        await Expect(adas.Message("Look").GetByTestId("attachment")).ToHaveCountAsync(1);
        await Expect(adas.Message("Look")).ToHaveAttributeAsync("data-state", "sent");
        var before = await adas.Message("Look").GetByTestId("attachment").GetAttributeAsync("data-id");

        await adas.ActOnAsync(adas.Message("Look"), "edit-message");
        await adas.At("remove-picture").ClickAsync();
        await adas.At("picture-file").SetInputFilesAsync(new FilePayload { Name = "other.png", MimeType = "image/png", Buffer = Picture });
        await Expect(adas.At("picture")).ToHaveAttributeAsync("data-state", "there");
        await adas.At("send").ClickAsync();
        await Expect(adas.At("pictures")).ToHaveCountAsync(0);

        await using var bobs = await house.OpenAsync(width, bob);
        await bobs.OpenChatAsync(chat);
        var image = bobs.Message("Look").GetByTestId("attachment");
        await Expect(image).ToHaveCountAsync(1);
        (await image.GetAttributeAsync("data-id")).Should().NotBe(before);
        await Expect(bobs.Message("Look").Locator(".sender img")).ToHaveJSPropertyAsync("naturalWidth", 512);
        await Expect(bobs.Message("Look").Locator(".sender img")).ToHaveJSPropertyAsync("naturalHeight", 512);
        await bobs.ShowRosterAsync();
        await Expect(bobs.RosterItem(ada).Locator("img")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_image_written_without_a_connection_is_sent_once_when_it_is_back()
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        await ada.ChatWithAsync(bob);
        await using var adas = await house.OpenAsync(1280, ada);
        await adas.TalkToAsync(bob);
        await adas.Context.SetOfflineAsync(true);
        await adas.At("picture-file").SetInputFilesAsync(new FilePayload { Name = "wall.png", MimeType = "image/png", Buffer = Picture });
        await adas.SayAsync("Look at this");
        await Expect(adas.Message("Look at this")).ToHaveAttributeAsync("data-state", new System.Text.RegularExpressions.Regex("sending|queued", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(adas.At("attachment").Locator("img")).ToHaveJSPropertyAsync("naturalWidth", 40);

        await adas.Context.SetOfflineAsync(false);
        await Limits.UntilAsync(async () => (await bob.Http.GetAsync("/api/chats")).Json.Items() is [var chat] && chat.Has("lastMessage"), "the message arrives");
        var id = (await bob.Http.GetAsync("/api/chats")).Json.Items()[0].Text("id");
        var messages = (await bob.Http.GetAsync($"/api/chats/{id}/messages")).Json.Items();
        messages.Should().ContainSingle().Which.Items("attachments").Should().ContainSingle();
    }
}
