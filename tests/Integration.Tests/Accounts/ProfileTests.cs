using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Accounts;

public sealed class ProfileTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task A_profile_shows_what_everyone_may_know_and_nothing_else()
    {
        var person = await forum.SignUpAsync("Profiled");
        var categoryId = (await person.Http.GetAsync("/api/categories")).Json.Items()[0].Text("id");
        var posts = new List<string>();
        for (var i = 0; i < 3; i++) posts.Add((await person.Http.PostAsync("/api/posts", new { title = "A title", content = "Text", categoryId })).ShouldBe(201).Json.Text("id"));
        (await person.Http.PostAsync($"/api/posts/{posts[0]}/comments", new { content = "Text" })).ShouldBe(201);
        (await person.Http.PostAsync($"/api/posts/{posts[1]}/comments", new { content = "Text" })).ShouldBe(201);
        (await person.Http.DeleteAsync($"/api/posts/{posts[1]}")).ShouldBe(204);
        var answer = (await forum.Visitor().GetAsync("/api/users/pROFILED")).ShouldBe(200);
        (answer.Json.Number("postCount"), answer.Json.Number("commentCount")).Should().Be((2, 1), "what stands under a deleted post is gone with it");
        answer.Json.Text("id").Should().Be(person.Id);
        answer.Json.Text("nickname").Should().Be("Profiled");
        answer.Json.Text("role").Should().Be("client");
        answer.Json.Flag("isOnline").Should().BeFalse();
        answer.Json.EnumerateObject().Select(field => field.Name).Should().NotContain(["email", "age", "firstName", "lastName", "gender"]);
        answer.Body.Should().NotContain(person.Email);
    }

    [Fact]
    public async Task Nobody_is_not_there() => (await forum.Visitor().GetAsync("/api/users/nobody")).ShouldBeProblem(404, "user.not_found");

    [Fact]
    public async Task I_change_what_I_say_of_myself_field_by_field()
    {
        var person = await forum.SignUpAsync();
        (await person.Http.PatchAsync("/api/me", new { age = 31 })).ShouldBe(200);
        var me = (await person.Http.GetAsync("/api/me")).Json;
        (me.Number("age"), me.Text("firstName"), me.Text("gender")).Should().Be((31, "First", "other"));
        (await person.Http.PatchAsync("/api/me", new { age = 12 })).ShouldBeProblem(400, "request.invalid", "age");
        (await person.Http.PatchAsync("/api/me", new { firstName = "" })).ShouldBeProblem(400, "request.invalid", "firstName");
    }
}
