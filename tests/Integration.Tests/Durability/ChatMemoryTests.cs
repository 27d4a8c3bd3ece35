using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.Infrastructure.Persistence.Sqlite;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Durability;

/// <summary>What the writer remembers of chats is what the rows say, whatever failed meanwhile.</summary>
[Trait("Database", "Sqlite")]
public sealed class ChatMemoryTests(ChatMemoryTests.FailingForum forum) : IClassFixture<ChatMemoryTests.FailingForum>
{
    [Fact]
    public async Task With_every_second_message_failing_memory_and_rows_are_the_same()
    {
        var (ada, bob, eve) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var chats = new[] { await ada.ChatWithAsync(bob), await ada.GroupWithAsync(bob, eve), await eve.GroupWithAsync(ada) };
        var writer = forum.Services.GetRequiredService<SqliteWriter>();

        var (written, failed) = (0, 0);
        forum.Fails.IsOn = true;
        for (var round = 0; round < 40; round++)
        {
            var answers = await Task.WhenAll(chats.Select(chat => ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = $"{round}" })));
            written += answers.Count(answer => answer.Status == 201);
            failed += answers.Count(answer => answer.Status == 500);
            if (round % 4 == 0) await bob.Http.PutAsync($"/api/chats/{chats[1]}/read", new { seq = round });
            if (round % 8 == 3) await ada.Http.PatchAsync($"/api/chats/{chats[1]}", new { name = $"Renamed {round}" });
            if (round == 10) (await eve.Http.DeleteAsync($"/api/chats/{chats[1]}/members/me")).ShouldBe(204);
            if (round == 20) (await eve.Http.DeleteAsync($"/api/chats/{chats[2]}")).ShouldBe(204);
        }
        forum.Fails.IsOn = false;
        written.Should().BeGreaterThan(30);
        failed.Should().BeGreaterThan(30);

        writer.Memory!.Count.Should().BePositive("busy chats are remembered");
        await using var connection = forum.Services.GetRequiredService<SqliteDatabase>().OpenForReading();
        await using var db = SqliteDatabase.ContextOver(connection);
        foreach (var (chat, members) in writer.Memory.Everything)
        {
            var row = await db.Set<Chat>().AsNoTracking().SingleAsync(one => one.Id == chat.Id);
            chat.Should().BeEquivalentTo(row, options => options.Excluding(one => one.Events).ComparingByMembers<Chat>().Using<DateTimeOffset>(times => times.Subject.Should().BeCloseTo(times.Expectation, TimeSpan.FromMilliseconds(1))).WhenTypeIs<DateTimeOffset>());
            foreach (var member in members)
            {
                var memberRow = await db.Set<Member>().AsNoTracking().SingleAsync(one => one.ChatId == chat.Id && one.UserId == member.UserId);
                member.Should().BeEquivalentTo(memberRow, options => options.ComparingByMembers<Member>());
            }
        }
    }

    /// <summary>Breaks every second command that sends a message, after it has changed everything that it changes.</summary>
    public sealed class FailingForum : ForumApp
    {
        internal Failures Fails { get; } = new();

        protected override void Change(IServiceCollection services) => services.AddSingleton(Fails).AddScoped<IReactTo<MessageSent>, Failing>();
    }

    internal sealed class Failures
    {
        private int _count;

        public bool IsOn { get; set; }

        public bool IsNext => IsOn && ++_count % 2 == 0;
    }

    private sealed class Failing(Failures failures) : IReactTo<MessageSent>
    {
        public ValueTask ReactAsync(MessageSent happened, CancellationToken cancellationToken) =>
            failures.IsNext ? throw new InvalidOperationException("This one fails for a test.") : ValueTask.CompletedTask;
    }
}
