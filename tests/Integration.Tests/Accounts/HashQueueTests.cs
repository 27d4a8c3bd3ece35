using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Accounts;

/// <summary>A flood of sign-ins waits in a short queue, and everybody else goes on.</summary>
public sealed class HashQueueTests(HashQueueTests.Slow forum) : IClassFixture<HashQueueTests.Slow>
{
    [Fact]
    public async Task Who_finds_no_place_in_the_queue_is_told_when_to_come_again_and_nobody_else_waits()
    {
        var person = await forum.SignUpAsync();
        var chat = await person.ChatWithAsync(await forum.SignUpAsync());
        var flood = Enumerable.Range(0, 40).Select(i => forum.Visitor().PostAsync("/api/session", new { login = i % 2 == 0 ? person.Nickname : "nobody", password = "not the right one" })).ToArray();
        (await forum.Visitor().GetAsync("/api/posts")).ShouldBe(200);
        await person.SayAsync(chat, "The writer is free");
        var answers = await Task.WhenAll(flood);
        answers.Should().OnlyContain(answer => answer.Status == 401 || answer.Status == 429);
        answers.Should().Contain(answer => answer.Status == 401);
        var refused = answers.First(answer => answer.Status == 429).ShouldBeProblem(429, "auth.too_many_attempts");
        refused.Headers.RetryAfter.Should().NotBeNull();
    }

    public sealed class Slow : ForumApp
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("Forum:Passwords:Waiting", "2"), new("Forum:Passwords:Iterations", "220000")];
    }
}
