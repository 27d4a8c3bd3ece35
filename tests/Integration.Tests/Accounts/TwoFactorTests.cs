using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;
using RealTimeForum.Integration.Tests.Posts;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Accounts;

/// <summary>A password alone is not enough any more.</summary>
public sealed class TwoFactorTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    [Fact]
    public async Task With_a_second_factor_signing_in_takes_a_code_and_each_code_once()
    {
        var person = await forum.SignUpAsync();
        (await person.Http.PostAsync("/api/me/two-factor", new { password = "not the right one" })).ShouldBeProblem(400, "auth.wrong_password", "password");
        var begun = (await person.Http.PostAsync("/api/me/two-factor", new { password = Person.Password })).ShouldBe(200).Json;
        begun.Text("uri").Should().StartWith("otpauth://totp/").And.Contain(begun.Text("secret"));
        begun.Text("qrSvg").Should().StartWith("<svg");
        (await SignInAsync(person)).ShouldBe(200);
        (await person.Http.PostAsync("/api/me/two-factor/confirm", new { code = "000000" })).ShouldBeProblem(400, "auth.code_wrong", "code");
        var codes = (await person.Http.PostAsync("/api/me/two-factor/confirm", new { code = CodeOf(begun) })).ShouldBe(200).Json.Items("codes");
        codes.Should().HaveCount(10);

        (await SignInAsync(person)).ShouldBeProblem(401, "auth.code_required");
        (await SignInAsync(person, "123456")).ShouldBeProblem(401, "auth.code_wrong");
        (await forum.Visitor().PostAsync("/api/session", new { login = person.Nickname, password = "wrong one entirely" })).ShouldBeProblem(401, "auth.invalid_credentials");
        (await SignInAsync(person, CodeOf(begun))).ShouldBeProblem(401, "auth.code_wrong");
        forum.Clock.Advance(TimeSpan.FromSeconds(60));
        var next = CodeOf(begun);
        (await SignInAsync(person, next)).ShouldBe(200);
        (await SignInAsync(person, next)).ShouldBeProblem(401, "auth.code_wrong");

        var recovery = codes[0].GetString()!;
        (await SignInAsync(person, recovery.ToUpperInvariant())).ShouldBe(200);
        (await SignInAsync(person, recovery)).ShouldBeProblem(401, "auth.code_wrong");
        (await person.Http.GetAsync("/api/me/two-factor")).Json.Number("recoveryCodesLeft").Should().Be(9);

        (await person.Http.DeleteAsync("/api/me/two-factor", new { password = Person.Password })).ShouldBe(204);
        (await SignInAsync(person)).ShouldBe(200);
    }

    [Fact]
    public async Task Fresh_recovery_codes_replace_the_old()
    {
        var (person, _, old) = await GuardedAsync();
        var fresh = (await person.Http.PostAsync("/api/me/two-factor/recovery-codes", new { password = Person.Password })).ShouldBe(200).Json.Items("codes")[0].GetString()!;
        (await SignInAsync(person, old)).ShouldBe(401);
        (await SignInAsync(person, fresh)).ShouldBe(200);
    }

    [Fact]
    public async Task Rotated_and_withdrawn_keys_lose_nobodys_second_factor()
    {
        var (person, begun, _) = await GuardedAsync();
        var keys = forum.Services.GetRequiredService<IKeyManager>();
        keys.CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(90));
        keys.RevokeAllKeys(DateTimeOffset.UtcNow, "a test");
        keys.CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(90));
        for (var i = 0; i < 2; i++)
        {
            forum.Clock.Advance(TimeSpan.FromSeconds(60));
            (await SignInAsync(person, CodeOf(begun))).ShouldBe(200);
        }
    }

    [Fact]
    public async Task The_secret_lies_nowhere_in_the_open()
    {
        var (_, begun, recovery) = await GuardedAsync();
        foreach (var file in Directory.GetFiles(forum.DataDirectory, "forum.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            var bytes = await ReadAsync(file);
            bytes.AsSpan().IndexOf(Base32Encoding.ToBytes(begun.Text("secret"))).Should().Be(-1);
            System.Text.Encoding.Latin1.GetString(bytes).Should().NotContain(begun.Text("secret")).And.NotContain(recovery).And.NotContain(recovery.Replace("-", "", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Staff_without_the_second_factor_that_is_demanded_are_as_everybody()
    {
        var admin = await forum.AdminAsync();
        var (person, author) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        (await admin.PutAsync($"/api/users/{person.Id}/role", new { role = "moderator" })).ShouldBe(204);
        var post = await forum.PostAsync(author);
        (await admin.PatchAsync("/api/admin/settings", new { staffNeedsTwoFactor = true })).ShouldBe(200);
        try
        {
            (await person.Http.PostAsync($"/api/users/{author.Id}/suspension", new { reason = "spam" })).ShouldBeProblem(403, "auth.two_factor_required");
            (await person.Http.PostAsync($"/api/posts/{post}/lock")).ShouldBe(403);
            (await person.Http.PostAsync("/api/posts", new { title = "As everybody", content = "text", categoryId = await forum.GeneralAsync() })).ShouldBe(201);
            await TurnOnAsync(person);
            (await person.Http.PostAsync($"/api/posts/{post}/lock")).ShouldBe(200);
        }
        finally
        {
            (await admin.GetAsync("/api/admin/settings")).ShouldBeProblem(403, "auth.two_factor_required");
            var begun = (await admin.PostAsync("/api/me/two-factor", new { password = Person.Password })).ShouldBe(200).Json;
            (await admin.PostAsync("/api/me/two-factor/confirm", new { code = CodeOf(begun) })).ShouldBe(200);
            (await admin.PatchAsync("/api/admin/settings", new { staffNeedsTwoFactor = false })).ShouldBe(200);
        }
    }

    private async Task<(Person Person, System.Text.Json.JsonElement Begun, string Recovery)> GuardedAsync()
    {
        var person = await forum.SignUpAsync();
        var (begun, recovery) = await TurnOnAsync(person);
        return (person, begun, recovery);
    }

    private async Task<(System.Text.Json.JsonElement Begun, string Recovery)> TurnOnAsync(Person person)
    {
        var begun = (await person.Http.PostAsync("/api/me/two-factor", new { password = Person.Password })).ShouldBe(200).Json;
        var codes = (await person.Http.PostAsync("/api/me/two-factor/confirm", new { code = CodeOf(begun) })).ShouldBe(200).Json.Items("codes");
        return (begun, codes[0].GetString()!);
    }

    private async Task<Answer> SignInAsync(Person person, string code = "") =>
        await forum.Visitor().PostAsync("/api/session", new { login = person.Nickname, password = Person.Password, code });

    private string CodeOf(System.Text.Json.JsonElement begun) => new Totp(Base32Encoding.ToBytes(begun.Text("secret"))).ComputeTotp(forum.Clock.GetUtcNow().UtcDateTime);

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return memory.ToArray();
    }
}
