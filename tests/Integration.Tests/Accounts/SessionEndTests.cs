using Microsoft.Extensions.DependencyInjection;
using RealTimeForum.Infrastructure.Identity;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Accounts;

/// <summary>Sessions end when they are not used, when they are old, and all at once where one asks for it.</summary>
public sealed class SessionEndTests(SessionEndTests.Brief forum) : IClassFixture<SessionEndTests.Brief>
{
    [Fact]
    public async Task Unused_it_ends_and_used_it_goes_on_until_it_is_old()
    {
        var person = await forum.SignUpAsync();
        var unused = await person.SignInAgainAsync();
        for (var i = 0; i < 5; i++)
        {
            forum.Clock.Advance(TimeSpan.FromMinutes(50));
            (await person.Http.GetAsync("/api/me")).ShouldBe(200);
        }
        (await unused.GetAsync("/api/me")).ShouldBe(401);
        forum.Clock.Advance(TimeSpan.FromMinutes(50));
        (await person.Http.GetAsync("/api/me")).ShouldBe(401);
    }

    [Fact]
    public async Task A_session_whose_time_has_come_takes_its_connection_with_it()
    {
        var person = await forum.SignUpAsync();
        await using var socket = await person.ConnectAsync();
        forum.Clock.Advance(TimeSpan.FromMinutes(61));
        await forum.Services.GetRequiredService<Housekeeping>().EndExpiredAsync();
        (await socket.Closed).Should().Be(4001);
    }

    [Fact]
    public async Task I_sign_out_everywhere_else()
    {
        var person = await forum.SignUpAsync();
        var others = new[] { await person.SignInAgainAsync(), await person.SignInAgainAsync() };
        using var program = await person.ProgramAsync();
        (await person.Http.DeleteAsync("/api/sessions")).ShouldBe(204);
        foreach (var other in others) (await other.GetAsync("/api/me")).ShouldBe(401);
        (await person.Http.GetAsync("/api/sessions")).ShouldBe(200).Json.Items().Single().Flag("isCurrent").Should().BeTrue();
        (await program.GetAsync("/api/me")).ShouldBe(200);
    }

    [Fact]
    public async Task Twenty_who_want_one_nickname_at_once_get_one_account()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => forum.Visitor().PostAsync("/api/accounts", Forum.SignUpBody("TheOnlyOne"))));
        answers.Count(answer => answer.Status == 201).Should().Be(1);
        answers.Where(answer => answer.Status != 201).Should().HaveCount(19).And.OnlyContain(answer => answer.Status == 409 && answer.Body.Contains("user.nickname_taken"));
    }

    public sealed class Brief : ForumApp
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("Forum:Sessions:Idle", "01:00:00"), new("Forum:Sessions:Absolute", "04:30:00")];
    }
}
