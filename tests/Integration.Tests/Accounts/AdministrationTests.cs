using System.Data.Common;
using RealTimeForum.Integration.Tests.Posts;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Accounts;

/// <summary>What administrators see and change, and what is written down of it.</summary>
public sealed class AdministrationTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    [Fact]
    public async Task Every_act_of_staff_is_written_down_with_who_whom_and_from_where()
    {
        var (admin, person) = (await forum.AdminAsync(), await forum.SignUpAsync());
        var post = await forum.PostAsync(person);
        var comment = await ForumWithStaff.CommentAsync(person, post);
        var category = await forum.NewCategoryAsync();
        (await admin.PatchAsync($"/api/categories/{category}", new { name = "Renamed" })).ShouldBe(200);
        (await admin.DeleteAsync($"/api/categories/{category}")).ShouldBe(204);
        (await admin.PostAsync($"/api/posts/{post}/lock")).ShouldBe(200);
        (await admin.PostAsync($"/api/posts/{post}/lock")).ShouldBe(200);
        (await admin.PostAsync($"/api/posts/{post}/pin")).ShouldBe(200);
        (await admin.PatchAsync($"/api/posts/{post}", new { title = "Another title" })).ShouldBe(200);
        (await admin.PatchAsync($"/api/comments/{comment}", new { content = "other" })).ShouldBe(200);
        (await admin.DeleteAsync($"/api/comments/{comment}")).ShouldBe(204);
        (await admin.DeleteAsync($"/api/posts/{post}")).ShouldBe(204);
        (await admin.PostAsync($"/api/posts/{post}/restore")).ShouldBe(200);
        (await admin.PutAsync($"/api/users/{person.Id}/role", new { role = "moderator" })).ShouldBe(204);
        (await admin.PostAsync($"/api/users/{person.Id}/suspension", new { reason = "=SUM(1,2)" })).ShouldBe(200);

        var rows = (await admin.GetAsync("/api/audit?limit=100")).ShouldBe(200).Json.Items();
        rows.Where(row => row.Text("targetId") == post).Select(row => row.Text("action")).Should().Equal("post.restore", "post.delete", "post.edit", "post.pin", "post.lock");
        rows.Where(row => row.Text("targetId") == comment).Select(row => row.Text("action")).Should().Equal("comment.delete", "comment.edit");
        rows.Where(row => row.Text("targetId") == category).Select(row => row.Text("action")).Should().Equal("category.delete", "category.edit", "category.create");
        var suspension = rows.Single(row => row.Text("targetId") == person.Id && row.Text("action") == "user.suspend");
        suspension.Text("actor", "nickname").Should().Be("keeper");
        suspension.Text("target").Should().Be(person.Nickname);
        suspension.Text("reason").Should().Be("=SUM(1,2)");
        suspension.Text("address").Should().Be("127.0.0.1");

        var csv = (await admin.GetAsync("/api/audit.csv")).ShouldBe(200);
        csv.ContentHeaders.ContentType!.MediaType.Should().Be("text/csv");
        csv.Body.Should().StartWith("id,at,actor,action,").And.Contain($"user.suspend,user,{person.Id},{person.Nickname},\"'=SUM(1,2)\",127.0.0.1\r\n", "a formula must not run in a spreadsheet");
    }

    [Fact]
    public async Task An_author_who_minds_their_own_things_is_nobodys_business()
    {
        var (admin, person) = (await forum.AdminAsync(), await forum.SignUpAsync());
        var post = await forum.PostAsync(person);
        (await person.Http.PatchAsync($"/api/posts/{post}", new { title = "Another title" })).ShouldBe(200);
        (await person.Http.DeleteAsync($"/api/posts/{post}")).ShouldBe(204);
        (await admin.GetAsync("/api/audit?limit=100")).Json.Items().Should().NotContain(row => row.Text("targetId") == post);
    }

    [Fact]
    public async Task The_database_itself_refuses_to_change_what_was_written_down()
    {
        await forum.NewCategoryAsync();
        await using var connection = await forum.OpenDatabaseAsync();
        foreach (var sql in new[] { "UPDATE audit SET reason = 'nothing'", "DELETE FROM audit" })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.Invoking(refused => refused.ExecuteNonQueryAsync()).Should().ThrowAsync<DbException>().WithMessage("*never changed*");
        }
    }

    [Fact]
    public async Task The_log_is_paged_and_filtered()
    {
        var admin = await forum.AdminAsync();
        for (var i = 0; i < 5; i++) await forum.NewCategoryAsync();
        var first = (await admin.GetAsync("/api/audit?action=category&limit=3")).ShouldBe(200).Json;
        first.Items().Should().HaveCount(3).And.OnlyContain(row => row.Text("action").StartsWith("category."));
        var second = (await admin.GetAsync($"/api/audit?action=category&limit=3&cursor={first.Text("next")}")).ShouldBe(200).Json;
        second.Items().Select(row => row.Text("id")).Should().NotIntersectWith(first.Items().Select(row => row.Text("id")));
        (await admin.GetAsync("/api/audit?actor=keeper&action=category.create")).Json.Items().Should().NotBeEmpty();
        (await admin.GetAsync("/api/audit?actor=nobody")).Json.Items().Should().BeEmpty();
        (await admin.GetAsync("/api/audit?cursor=nonsense")).ShouldBeProblem(400, "request.invalid", "cursor");
    }

    [Fact]
    public async Task People_are_found_by_a_part_of_their_name_or_address()
    {
        var admin = await forum.AdminAsync();
        var person = await forum.SignUpAsync("Zoë.Findling");
        (await admin.PostAsync($"/api/users/{person.Id}/suspension", new { reason = "a test" })).ShouldBe(200);
        foreach (var search in new[] { "zoë.find", person.Email[..12] })
        {
            var found = (await admin.GetAsync($"/api/admin/people?q={Uri.EscapeDataString(search)}&state=suspended")).ShouldBe(200).Json.Items().Single();
            found.Text("nickname").Should().Be("Zoë.Findling");
            found.Text("email").Should().Be(person.Email);
            found.Number("sessionCount").Should().Be(1);
            found.Text("suspension", "reason").Should().Be("a test");
        }
        for (var i = 0; i < 3; i++) await forum.SignUpAsync();
        var first = (await admin.GetAsync("/api/admin/people?limit=2")).Json;
        var second = (await admin.GetAsync($"/api/admin/people?limit=2&cursor={first.Text("next")}")).ShouldBe(200).Json;
        second.Items().Select(row => row.Text("id")).Should().HaveCount(2).And.NotIntersectWith(first.Items().Select(row => row.Text("id")));
    }

    [Fact]
    public async Task The_overview_counts_what_is_there_and_remembers()
    {
        var (admin, person) = (await forum.AdminAsync(), await forum.SignUpAsync());
        await forum.PostAsync(person);
        await using var socket = await person.ConnectAsync();
        var overview = (await admin.GetAsync("/api/admin/overview")).ShouldBe(200).Json;
        overview.Number("now", "people").Should().BeGreaterThan(1);
        overview.Number("now", "posts").Should().BePositive();
        overview.Number("now", "sockets").Should().BePositive();
        overview.Number("now", "online").Should().BePositive();
        overview.Number("now", "databaseBytes").Should().BePositive();
        overview.Items("history").Should().NotBeEmpty("one was taken at the start");
        (await admin.GetAsync("/api/admin/overview?days=91")).ShouldBeProblem(400, "request.invalid", "days");
    }
}
