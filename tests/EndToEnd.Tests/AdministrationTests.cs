using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>The first administrator signs up by the link of the console, and runs the forum from its pages.</summary>
public sealed class AdministrationTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task The_administrator_names_suspends_and_finds_it_all_in_the_log()
    {
        var admin = await house.SignUpKeeperAsync();
        var person = await house.Forum.SignUpAsync("troublemaker");
        await using var theirs = await house.OpenAsync(390, person);

        await using var window = await house.OpenAsync(1280, admin);
        await window.At("admin").ClickAsync();
        await Expect(window.At("measure-people")).ToContainTextAsync("2");
        await window.At("admin-people").ClickAsync();
        await window.At("make-invitation").ClickAsync();
        await Expect(window.At("invitation")).ToContainTextAsync("/sign-up?invitation=");
        (await window.At("invitation").BoundingBoxAsync())!.Y.Should().BeLessThan((await window.At("person").First.BoundingBoxAsync())!.Y, "nobody looks for it below everybody");
        await window.At("people-search").FillAsync("trouble");
        var row = window.Page.Locator("[data-testid=person][data-nickname=troublemaker]");
        await Expect(window.At("person")).ToHaveCountAsync(1);
        await row.GetByTestId("suspend").ClickAsync();
        await window.At("submit-suspend").ClickAsync();
        await window.ShowsErrorAsync("suspend-form", "reason");
        await window.FillAsync("suspend-form", "reason", "Too loud");
        await window.At("submit-suspend").ClickAsync();
        await Expect(row.GetByTestId("is-suspended")).ToContainTextAsync("Too loud");
        await Expect(theirs.At("suspended")).ToContainTextAsync("Too loud");
        await row.GetByTestId("lift").ClickAsync();
        await Expect(theirs.At("suspended")).ToHaveCountAsync(0);
        await row.GetByTestId("role").SelectOptionAsync("moderator");

        await window.At("admin-settings").ClickAsync();
        await window.FillAsync("settings-form", "name", "Tea room");
        await window.FillAsync("settings-form", "signUpsPerHour", "none");
        await window.SubmitAsync("settings-form");
        await window.ShowsErrorAsync("settings-form", "signUpsPerHour");
        await window.FillAsync("settings-form", "signUpsPerHour", "20");
        await window.SubmitAsync("settings-form");
        await Expect(window.Page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("Tea room$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));

        await window.At("admin-audit").ClickAsync();
        foreach (var action in new[] { "settings.change", "user.role", "user.unsuspend", "user.suspend" })
            await Expect(window.Page.Locator($"[data-testid=audit-row][data-action='{action}']")).ToHaveCountAsync(1);
        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.At("audit-csv").ClickAsync());
        download.SuggestedFilename.Should().Be("audit.csv");
    }
}
