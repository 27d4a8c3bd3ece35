using Microsoft.Playwright;
using OtpNet;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>What guards an account, as its owner sees it: a link by mail, a second factor, tokens, and the way out.</summary>
public sealed class AccountSecurityTests(House house) : IClassFixture<House>
{
    private const string NewPassword = "another good secret 8";

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_forgotten_password_is_set_anew_by_the_link_in_the_mail(int width)
    {
        var person = await house.Forum.SignUpAsync();
        await using var window = await house.OpenAsync(width);
        await window.GoAsync("/sign-in");
        await window.At("forgot").ClickAsync();
        await window.FillAsync("forgot-form", "email", person.Email);
        await window.SubmitAsync("forgot-form");
        await Expect(window.At("forgot-form").GetByTestId("submit")).ToHaveCountAsync(0);

        await window.GoAsync(new Uri(await LinkAsync(person, "/reset-password?token=")).PathAndQuery);
        await window.FillAsync("reset-form", "password", "password123");
        await window.SubmitAsync("reset-form");
        await window.ShowsErrorAsync("reset-form", "password");
        await window.FillAsync("reset-form", "password", NewPassword);
        await window.SubmitAsync("reset-form");
        await Expect(window.At("sign-in-form")).ToBeVisibleAsync();
        await window.SignInAsync(person.Nickname, NewPassword);
        await window.IsConnectedAsync();

        await Expect(window.At("unconfirmed")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_second_factor_is_set_up_and_then_asked_for(int width)
    {
        var person = await house.Forum.SignUpAsync();
        await using var window = await house.OpenAsync(width, person);
        await window.GoAsync("/settings");
        await window.At("begin-two-factor").ClickAsync();
        await window.FillAsync("two-factor-form", "password", "not the right one");
        await window.SubmitAsync("two-factor-form");
        await window.ShowsErrorAsync("two-factor-form", "password");
        await window.FillAsync("two-factor-form", "password", Person.Password);
        await window.SubmitAsync("two-factor-form");
        await Expect(window.At("qr")).ToBeVisibleAsync();
        var secret = await window.At("secret").InnerTextAsync();
        await window.FillAsync("code-form", "code", new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp());
        await window.SubmitAsync("code-form");
        var recovery = (await window.At("recovery-codes").InnerTextAsync()).Split('\n')[0];

        await window.SignOutAsync();
        await window.GoAsync("/sign-in");
        await window.FillAsync("sign-in-form", "login", person.Nickname);
        await window.FillAsync("sign-in-form", "password", Person.Password);
        await window.SubmitAsync("sign-in-form");
        await window.FillAsync("sign-in-form", "code", "000000");
        await window.SubmitAsync("sign-in-form");
        await Expect(window.At("sign-in-form").GetByTestId("form-error")).Not.ToBeEmptyAsync();
        await window.FillAsync("sign-in-form", "code", recovery);
        await window.SubmitAsync("sign-in-form");
        await window.IsConnectedAsync();
    }

    [Fact]
    public async Task A_token_is_made_shown_once_and_revoked_and_other_devices_are_signed_out()
    {
        var person = await house.Forum.SignUpAsync();
        var phone = await person.SignInAgainAsync();
        await using var window = await house.OpenAsync(1280, person);
        await window.GoAsync("/settings");
        await window.FillAsync("token-form", "name", "backup");
        await window.SubmitAsync("token-form");
        using var program = new Door(house.Forum, await window.At("new-token").InnerTextAsync());
        (await program.GetAsync("/api/me")).ShouldBe(200);
        (await program.GetAsync("/api/chats")).ShouldBe(403);
        await window.At("token").GetByRole(AriaRole.Button).ClickAsync();
        await Expect(window.At("token")).ToHaveCountAsync(0);
        (await program.GetAsync("/api/me")).ShouldBe(401);

        await window.At("end-others").ClickAsync();
        await window.At("confirm").ClickAsync();
        await Expect(window.At("end-others")).ToHaveCountAsync(0);
        (await phone.GetAsync("/api/me")).ShouldBe(401);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Another_address_waits_for_its_link_and_then_signs_in(int width)
    {
        var person = await house.Forum.SignUpAsync();
        var wanted = $"another{width}@example.org";
        await using var window = await house.OpenAsync(width, person);
        await window.GoAsync("/settings");
        await window.FillAsync("email-form", "email", wanted);
        await window.FillAsync("email-form", "password", "not the right one");
        await window.At("submit-email").ClickAsync();
        await window.ShowsErrorAsync("email-form", "password");
        await window.FillAsync("email-form", "password", Person.Password);
        await window.At("submit-email").ClickAsync();
        await Expect(window.At("new-email")).ToContainTextAsync(wanted);
        await Expect(window.At("my-email")).ToHaveTextAsync(person.Email);

        var link = new Uri(await LinkAsync(person, "/confirm-email?token=", wanted));
        await window.GoAsync(link.PathAndQuery);
        await Expect(window.At("confirm-email").GetByTestId("state-empty")).ToBeVisibleAsync();
        await window.GoAsync("/settings");
        await Expect(window.At("my-email")).ToHaveTextAsync(wanted);
        await window.SignOutAsync();
        await window.SignInAsync(wanted, Person.Password);
    }

    [Fact]
    public async Task One_leaves_for_good_and_the_posts_and_what_was_said_stay()
    {
        var (person, friend) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var chat = await person.ChatWithAsync(friend);
        await person.SayAsync(chat, "Farewell");
        var category = (await person.Http.GetAsync("/api/categories")).Json.Items()[0].Text("id");
        var post = (await person.Http.PostAsync("/api/posts", new { title = "What stays", content = "text", categoryId = category })).ShouldBe(201).Json.Text("id");
        await using var window = await house.OpenAsync(1280, person);
        await window.GoAsync("/settings");
        await window.At("erase").ClickAsync();
        await window.FillAsync("erase-form", "password", Person.Password);
        await window.At("submit-erase").ClickAsync();
        await Expect(window.At("sign-in-link")).ToBeVisibleAsync();
        await window.GoAsync($"/posts/{post}");
        await window.ShowsTitleAsync("What stays");
        await Expect(window.At("post")).ToContainTextAsync("deleted user");

        await using var friends = await house.OpenAsync(1280, friend);
        await friends.GoAsync($"/chats/{chat}");
        await Expect(friends.Page.GetByRole(AriaRole.Heading, new() { Name = "deleted user" })).ToBeVisibleAsync();
        await friends.Page.EvaluateAsync("localStorage.setItem('forum.language', 'ru')");
        await friends.GoAsync($"/chats/{chat}");
        await Expect(friends.Page.GetByRole(AriaRole.Heading, new() { Name = "удалённый пользователь" })).ToBeVisibleAsync();
        await Expect(friends.At("gone-note")).ToBeVisibleAsync();
        await Expect(friends.At("composer-text")).ToHaveCountAsync(0);
        await Expect(friends.RosterGroup(chat)).ToContainTextAsync("удалённый пользователь");
        await Expect(friends.Message("Farewell").Locator(".sender")).ToHaveTextAsync("удалённый пользователь");
    }

    /// <summary>The link in the newest mail to somebody; without a mail server it lies in the data folder.</summary>
    private async Task<string> LinkAsync(Person person, string holding, string? to = null)
    {
        string? link = null;
        await Limits.UntilAsync(async () =>
        {
            var folder = Path.Combine(house.Forum.DataDirectory, "mail");
            foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, $"*{Guid.Parse(person.Id):N}.eml") : [])
            {
                var mail = MailServer.Mail.Decode(await File.ReadAllTextAsync(file));
                if (to is not null && !mail.Contains($"To: {to}", StringComparison.Ordinal)) continue;
                link ??= mail.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Contains(holding, StringComparison.Ordinal));
            }
            return link is not null;
        }, $"a mail with {holding}");
        return link!;
    }
}
