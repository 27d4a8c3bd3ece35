using Microsoft.Data.Sqlite;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Durability;

/// <summary>When the database can't be written to, nobody is told otherwise, and it mends itself.</summary>
[Trait("Database", "Sqlite")]
public sealed class LockedDatabaseTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task While_somebody_else_holds_the_database_writes_are_refused_and_reads_go_on()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await ada.SayAsync(chat, "before");

        await using var connection = new SqliteConnection($"Data Source={Path.Combine(forum.DataDirectory, "forum.db")};Pooling=False");
        await connection.OpenAsync();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "BEGIN IMMEDIATE";
            await command.ExecuteNonQueryAsync();
            var id = Guid.NewGuid();
            var writes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = i == 0 ? id : Guid.NewGuid(), content = $"{i}" })));
            foreach (var write in writes)
            {
                write.ShouldBe(503).Json.Text("code").Should().Be("server.busy");
                write.Headers.Should().ContainKey("Retry-After");
            }
            (await bob.Http.GetAsync($"/api/chats/{chat}/messages")).ShouldBe(200).Json.Items().Should().ContainSingle();

            command.CommandText = "ROLLBACK";
            await command.ExecuteNonQueryAsync();
            (await ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = id, content = "0" })).ShouldBe(201).Json.Number("seq").Should().Be(2);
        }
    }
}
