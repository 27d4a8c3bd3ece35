using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

public sealed class AccountTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task One_signs_up_signs_out_from_any_page_and_signs_in_again_with_name_and_address(int width)
    {
        await using var window = await house.OpenAsync(width);
        var (name, email) = ($"Анна.{width}", $"anna{width}@example.org");
        await window.GoAsync("/");
        await SignUpAsync(window, name, email);
        await window.IsConnectedAsync();

        await window.GoAsync("/chats");
        await window.SignOutAsync();
        await window.SignInAsync(name.ToLowerInvariant(), Person.Password);
        await window.IsConnectedAsync();

        await window.GoAsync("/settings");
        await window.SignOutAsync();
        await window.SignInAsync(email, Person.Password);
        await window.IsConnectedAsync();

        await window.GoAsync($"/users/{Uri.EscapeDataString(name)}");
        await window.SignOutAsync();
        await window.GoAsync("/");
        await Expect(window.At(window.IsPhone ? "tab-sign-in" : "sign-in-link")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Bad_input_is_told_at_its_field(int width)
    {
        var taken = await house.Forum.SignUpAsync();
        await using var window = await house.OpenAsync(width);
        await window.GoAsync("/sign-up");
        await window.SubmitAsync("sign-up-form");
        foreach (var field in new[] { "nickname", "email", "password", "firstName", "lastName", "age" }) await window.ShowsErrorAsync("sign-up-form", field);

        await FillAsync(window, taken.Nickname.ToUpperInvariant(), $"free{width}@example.org");
        await window.SubmitAsync("sign-up-form");
        await window.ShowsErrorAsync("sign-up-form", "nickname");
        await Expect(window.At("error-email")).ToHaveCountAsync(0);

        await window.FillAsync("sign-up-form", "nickname", $"free{width}");
        await window.FillAsync("sign-up-form", "email", taken.Email);
        await window.SubmitAsync("sign-up-form");
        await window.ShowsErrorAsync("sign-up-form", "email");

        await window.FillAsync("sign-up-form", "email", $"free{width}@example.org");
        await window.FillAsync("sign-up-form", "age", "12");
        await window.FillAsync("sign-up-form", "password", "password123");
        await window.SubmitAsync("sign-up-form");
        await window.ShowsErrorAsync("sign-up-form", "age");
        await window.ShowsErrorAsync("sign-up-form", "password");

        await window.GoAsync("/sign-in");
        await window.FillAsync("sign-in-form", "login", taken.Nickname);
        await window.FillAsync("sign-in-form", "password", "not the right one");
        await window.SubmitAsync("sign-in-form");
        await Expect(window.At("sign-in-form").GetByTestId("form-error")).Not.ToBeEmptyAsync();
    }

    private static async Task SignUpAsync(Window window, string name, string email)
    {
        await window.At(window.IsPhone ? "tab-sign-in" : "sign-up-link").First.ClickAsync();
        if (window.IsPhone) await window.GoAsync("/sign-up");
        await FillAsync(window, name, email);
        await window.SubmitAsync("sign-up-form");
    }

    private static async Task FillAsync(Window window, string name, string email)
    {
        await window.FillAsync("sign-up-form", "nickname", name);
        await window.FillAsync("sign-up-form", "email", email);
        await window.FillAsync("sign-up-form", "firstName", "Anna");
        await window.FillAsync("sign-up-form", "lastName", "Ivanova");
        await window.FillAsync("sign-up-form", "age", "34");
        await window.FillAsync("sign-up-form", "password", Person.Password);
    }
}
