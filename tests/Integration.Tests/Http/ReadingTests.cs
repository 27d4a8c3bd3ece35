using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Http;

public sealed class ReadingTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task Many_who_read_at_once_are_each_answered()
    {
        var person = await forum.SignUpAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => person.Http.GetAsync(i % 2 == 0 ? "/api/me" : $"/api/users/{person.Nickname}")));
        answers.Should().OnlyContain(answer => answer.Status == 200 && answer.Json.Text("id") == person.Id);
    }
}
