using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Accounts;

/// <summary>A new forum has nobody who could make somebody an administrator: the console does.</summary>
public sealed class FirstAdministratorTests
{
    [Fact]
    public async Task The_link_on_the_console_makes_one_administrator_and_is_used_up()
    {
        await using var forum = new ForumProcess();
        await forum.StartAsync();
        await Limits.UntilAsync(() => Task.FromResult(forum.Output.Contains("?setup=", StringComparison.Ordinal)), "the link");
        var token = forum.Output.Split("setup=")[1][..43];

        (await SignUpAsync(forum, "stranger", "not the token")).ShouldBe(403).Json.Text("code").Should().Be("setup.link_invalid");
        (await SignUpAsync(forum, "x", token)).ShouldBe(400);
        (await SignUpAsync(forum, "keeper", token)).ShouldBe(201).Json.Text("role").Should().Be("admin");
        (await SignUpAsync(forum, "second", token)).ShouldBe(403);
        (await forum.SignUpAsync("third")).Http.Dispose();
        using var visitor = forum.Visitor();
        (await visitor.GetAsync("/api/users/third")).Json.Text("role").Should().Be("client");

        await forum.KillAsync();
        var before = forum.Output.Length;
        await forum.StartAsync();
        (await visitor.GetAsync("/api/users/keeper")).Json.Text("role").Should().Be("admin");
        forum.Output[before..].Should().NotContain("?setup=", "there is an administrator");
    }

    private static async Task<Answer> SignUpAsync(Forum forum, string nickname, string token)
    {
        using var door = forum.Visitor();
        return await door.PostAsync("/api/accounts", new Dictionary<string, object?>(Forum.SignUpBody(nickname), StringComparer.Ordinal) { ["setupToken"] = token });
    }
}
