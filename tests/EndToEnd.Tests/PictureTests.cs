using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>
/// A forum in use, as the README shows it. The pictures land in TestResults; with FORUM_PICTURES=docs/images they become the README's.
/// </summary>
public sealed class PictureTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_forum_in_use_fits_a_desktop_and_a_phone()
    {
        var people = new Dictionary<string, Person>(StringComparer.Ordinal);
        foreach (var name in new[] { "anna", "boris", "clara", "dmitri", "elif", "farid", "grace" }) people.Add(name, await house.Forum.SignUpAsync(name));
        var anna = people["anna"];
        var post = await FillForumAsync(people);
        await FillChatsAsync(people);
        var online = new List<Socket>();
        foreach (var name in new[] { "boris", "elif", "grace" }) online.Add(await people[name].ConnectAsync());

        await using var desktop = await house.OpenAsync(1280, anna);
        await desktop.GoAsync($"/posts/{post}");
        await Expect(desktop.At("comment")).ToHaveCountAsync(3);
        await Expect(desktop.RosterItem(people["elif"]).GetByTestId("unread")).ToBeVisibleAsync();
        await Expect(desktop.Page.Locator("[data-testid=roster-item][data-online=true]")).ToHaveCountAsync(3);
        await TakeAsync(desktop, "desktop.png");

        await using var phone = await house.OpenAsync(390, anna);
        await phone.TalkToAsync(people["boris"]);
        await Expect(phone.At("message")).ToHaveCountAsync(5);
        await TakeAsync(phone, "phone.png");
        foreach (var socket in online) await socket.DisposeAsync();
    }

    private static async Task<string> FillForumAsync(Dictionary<string, Person> people)
    {
        var categories = (await people["anna"].Http.GetAsync("/api/categories")).ShouldBe(200).Json.Items();
        var categoryId = categories[0].Text("id");
        foreach (var (name, title) in new[] { ("farid", "Which tea for long evenings?"), ("grace", "A walk along the river on Sunday"), ("dmitri", "Карта троп обновлена") })
            (await people[name].Http.PostAsync("/api/posts", new { title, content = "Tell us below.", categoryId })).ShouldBe(201);
        var post = (await people["clara"].Http.PostAsync("/api/posts", new
        {
            title = "What are you reading this month?", categoryId,
            content = "Two on my table:\n\n1. **The Summer Book** by Tove Jansson, a second time\n2. *Roadside Picnic*, at last\n\n> The best book is the one you pass on.\n\nYours?",
        })).ShouldBe(201).Json.Text("id");
        var first = (await people["boris"].Http.PostAsync($"/api/posts/{post}/comments", new { content = "«Пикник на обочине» лучше читать залпом. Потом — фильм." })).ShouldBe(201).Json.Text("id");
        (await people["clara"].Http.PostAsync($"/api/posts/{post}/comments", new { content = "The film is next, then!", parentId = first })).ShouldBe(201);
        (await people["elif"].Http.PostAsync($"/api/posts/{post}/comments", new { content = "Moby-Dick, chapter 32. It is *all* whales." })).ShouldBe(201);
        foreach (var name in new[] { "anna", "boris", "grace" }) (await people[name].Http.PutAsync($"/api/posts/{post}/reactions/❤️")).ShouldBe(200);
        (await people["elif"].Http.PutAsync($"/api/posts/{post}/reactions/📚")).ShouldBe(200);
        return post;
    }

    private static async Task FillChatsAsync(Dictionary<string, Person> people)
    {
        var anna = people["anna"];
        var club = (await people["grace"].Http.PostAsync("/api/chats", new { name = "Book club", memberIds = new[] { anna.Id, people["clara"].Id, people["boris"].Id } })).ShouldBe(201).Json.Text("id");
        await people["grace"].SayAsync(club, "Thursday at seven, as always?");
        var withBoris = await anna.ChatWithAsync(people["boris"]);
        foreach (var (name, text) in new[]
        {
            ("boris", "Did you see Clara's list?"), ("anna", "Yes! I have the Jansson, you can borrow it"), ("boris", "Завтра в обед?"), ("anna", "👍 у входа"), ("boris", "Then I bring the **strugatsky**"),
        })
        {
            await people[name].SayAsync(withBoris, text);
            await Task.Delay(5);
        }
        (await anna.Http.PutAsync($"/api/chats/{withBoris}/read", new { seq = 5 })).ShouldBe(204);
        await people["farid"].SayAsync(await people["farid"].ChatWithAsync(anna), "The kettle is on");
        await Task.Delay(5);
        await people["elif"].SayAsync(await people["elif"].ChatWithAsync(anna), "Chapter 33 now");
    }

    private static async Task TakeAsync(Window window, string name)
    {
        var folder = Environment.GetEnvironmentVariable("FORUM_PICTURES") ?? Path.Combine(AppContext.BaseDirectory, "TestResults");
        await window.Page.EvaluateAsync("document.fonts.ready");
        (await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).Should().BeTrue("nothing is cut off");
        await window.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name), Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
    }
}
