using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

public sealed class AppearanceTests(House house) : IClassFixture<House>
{
    // What the browser paints its own bar with: the first that holds.
    private const string Bar = "() => [...document.querySelectorAll('meta[name=theme-color]')].find(meta => matchMedia(meta.media || 'all').matches)?.content";

    private const string Canvas =
        """
        () => '#' + getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).map(part => Number(part).toString(16).padStart(2, '0')).join('')
        """;

    [Fact]
    public async Task The_browsers_own_bar_follows_the_chosen_theme_and_an_installed_app_begins_in_its_colour()
    {
        await using var window = await house.OpenAsync(390);
        await window.GoAsync("/me");
        var theme = window.At("theme").GetByRole(Microsoft.Playwright.AriaRole.Button);
        await Expect(theme).ToHaveCountAsync(3);
        await IsOneColourAsync("the system's is light");
        var light = await window.Page.EvaluateAsync<string>(Canvas);
        var begins = await window.Page.EvaluateAsync<string[]>("async () => { const app = await (await fetch('/manifest.webmanifest')).json(); return [app.background_color, app.theme_color]; }");
        begins.Should().AllBe(light);

        await theme.Nth(2).ClickAsync();
        await IsOneColourAsync("dark is chosen");
        (await window.Page.EvaluateAsync<string>(Canvas)).Should().NotBe(light);
        await window.Page.ReloadAsync();
        await IsOneColourAsync("dark stays");
        await Expect(theme).ToHaveCountAsync(3);
        await theme.Nth(0).ClickAsync();
        await IsOneColourAsync("the system decides again");
        (await window.Page.EvaluateAsync<string>(Canvas)).Should().Be(light);

        async Task IsOneColourAsync(string why) => (await window.Page.EvaluateAsync<string>(Bar)).Should().Be(await window.Page.EvaluateAsync<string>(Canvas), why);
    }
}
