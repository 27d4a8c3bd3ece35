using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Posts;

public sealed class CategoryTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    [Fact]
    public async Task A_fresh_forum_has_one() =>
        (await forum.Visitor().GetAsync("/api/categories")).ShouldBe(200).Json.Items().Should().Contain(category => category.Text("slug") == "general");

    [Fact]
    public async Task The_administrator_changes_them_and_nobody_else()
    {
        var (ada, admin) = (await forum.SignUpAsync(), await forum.AdminAsync());
        (await ada.Http.PostAsync("/api/categories", new { name = "Mine", slug = "mine" })).ShouldBeProblem(403, "auth.forbidden");
        var made = (await admin.PostAsync("/api/categories", new { name = "Новости", slug = "news", description = "What happened", color = "#aa3300", position = 5 })).ShouldBe(201).Json;
        var id = made.Text("id");
        (made.Text("name"), made.Text("color"), made.Number("position")).Should().Be(("Новости", "#aa3300", 5));
        (await ada.Http.PatchAsync($"/api/categories/{id}", new { name = "Mine" })).ShouldBe(403);
        (await admin.PatchAsync($"/api/categories/{id}", new { name = "News" })).ShouldBe(200).Json.Text("slug").Should().Be("news");
        (await admin.PostAsync("/api/categories", new { name = "Again", slug = "news" })).ShouldBeProblem(409, "category.slug_taken", "slug");
        (await admin.PostAsync("/api/categories", new { name = "", slug = "Not A Slug" })).ShouldBe(400).Json.At("errors").Has("slug").Should().BeTrue();

        var post = await forum.PostAsync(ada, categoryId: id);
        (await admin.DeleteAsync($"/api/categories/{id}")).ShouldBeProblem(409, "category.not_empty");
        (await ada.Http.PatchAsync($"/api/posts/{post}", new { categoryId = await forum.GeneralAsync() })).ShouldBe(200);
        (await ada.Http.DeleteAsync($"/api/categories/{id}")).ShouldBe(403);
        (await admin.DeleteAsync($"/api/categories/{id}")).ShouldBe(204);
        (await admin.DeleteAsync($"/api/categories/{id}")).ShouldBeProblem(404, "category.not_found");
    }
}
