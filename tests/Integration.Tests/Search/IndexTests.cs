using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.Integration.Tests.Posts;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Search;

/// <summary>The index itself: nothing erased is left in it, and it can be made anew.</summary>
[Trait("Database", "Sqlite")]
public sealed class IndexTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    [Fact]
    public async Task Words_that_were_erased_are_gone_from_the_index()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        var said = await ada.SayAsync(chat, "zyxerased one");
        await ada.SayAsync(chat, "zyxkept");
        var group = await ada.GroupWithAsync(bob);
        await ada.SayAsync(group, "zyxwithgroup");
        foreach (var word in new[] { "zyxerased", "zyxkept", "zyxwithgroup" }) Terms().Should().Contain(term => term.EndsWith(word, StringComparison.Ordinal));

        (await ada.Http.DeleteAsync($"/api/messages/{said.Text("id")}")).ShouldBe(204);
        Terms().Should().NotContain(term => term.EndsWith("zyxerased", StringComparison.Ordinal));
        (await ada.Http.DeleteAsync($"/api/chats/{group}")).ShouldBe(204);
        await Limits.UntilAsync(() => Task.FromResult(!Terms().Exists(term => term.EndsWith("zyxwithgroup", StringComparison.Ordinal))), "the group's words leave the index");
        Terms().Should().Contain(term => term.EndsWith("zyxkept", StringComparison.Ordinal));
        Count("SELECT count(*) FROM search_forgotten").Should().Be(0);
    }

    [Fact]
    public async Task A_forum_from_before_is_indexed_at_the_start()
    {
        var ada = await forum.SignUpAsync();
        var post = await forum.PostAsync(ada, "An old title", "oldwords here");
        await ForumWithStaff.CommentAsync(ada, post, "oldwords there");
        await ada.SayAsync(await ada.GroupWithAsync(), "oldwords said");
        Run("INSERT INTO search_posts(search_posts) VALUES('delete-all'); INSERT INTO search_comments(search_comments) VALUES('delete-all'); INSERT INTO search_messages(search_messages) VALUES('delete-all'); DELETE FROM search_places; DELETE FROM facts WHERE name = 'search_index'");
        foreach (var kind in new[] { "posts", "comments", "messages" }) (await ada.Http.GetAsync($"/api/search?q=oldwords&in={kind}")).Json.Items().Should().BeEmpty();

        await forum.Services.GetRequiredService<Database>().MigrateAsync(CancellationToken.None);
        foreach (var kind in new[] { "posts", "comments", "messages" }) (await ada.Http.GetAsync($"/api/search?q=oldwords&in={kind}")).Json.Items().Should().HaveCount(1);
        (await ada.Http.PatchAsync($"/api/posts/{post}", new { content = "newwords" })).ShouldBe(200);
        (await ada.Http.GetAsync("/api/search?q=oldwords")).Json.Items().Should().BeEmpty();
    }

    private List<string> Terms()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'search_messages', 'row'); SELECT term FROM temp.terms";
        List<string> terms = [];
        using var rows = command.ExecuteReader();
        while (rows.Read()) terms.Add(rows.GetString(0));
        return terms;
    }

    private long Count(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private void Run(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(forum.DataDirectory, "forum.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
