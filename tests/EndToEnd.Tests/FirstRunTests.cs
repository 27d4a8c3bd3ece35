using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>The first minutes: of the administrator by the console's link, and of somebody who signs up after.</summary>
public sealed class FirstRunTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task The_administrator_names_the_forum_and_its_categories_and_a_newcomer_is_welcomed()
    {
        await Limits.UntilAsync(() => Task.FromResult(house.Forum.Output.Contains("?setup=", StringComparison.Ordinal)), "the link");
        await using var keeper = await house.OpenAsync(1280);
        await keeper.GoAsync($"/sign-up?setup={house.Forum.Output.Split("setup=")[1][..43]}");
        await SignUpAsync(keeper, "keeper");
        await keeper.FillAsync("set-up-form", "name", "Reading room");
        await keeper.FillAsync("set-up-form", "description", "Books, slowly");
        await keeper.At("new-category").FillAsync("Книги и пьесы");
        await keeper.At("add-category").ClickAsync();
        await keeper.At("new-category").Last.FillAsync("General");
        await keeper.At("add-category").ClickAsync();
        await keeper.At("new-category").Last.FillAsync("Plays");
        await keeper.SubmitAsync("set-up-form");
        await Expect(keeper.At("category")).ToHaveTextAsync(["General", "Книги и пьесы", "Plays"]);
        await Expect(keeper.Page).ToHaveTitleAsync("Reading room");

        await using var newcomer = await house.OpenAsync(390);
        await newcomer.GoAsync("/sign-up");
        await SignUpAsync(newcomer, "newcomer");
        await Expect(newcomer.At("welcome")).ToContainTextAsync("newcomer");
        await newcomer.GoAsync("/set-up");
        await Expect(newcomer.At("state-forbidden")).ToBeVisibleAsync();
    }

    private static async Task SignUpAsync(Window window, string nickname)
    {
        foreach (var (field, text) in new[] { ("nickname", nickname), ("email", $"{nickname}@example.org"), ("password", Person.Password), ("firstName", "First"), ("lastName", "Last"), ("age", "30") })
            await window.FillAsync("sign-up-form", field, text);
        await window.SubmitAsync("sign-up-form");
    }
}
