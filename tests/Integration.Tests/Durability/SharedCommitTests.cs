using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Durability;

/// <summary>Commands that share a commit: none is answered before it, and none waits for it beyond the queue's bound.</summary>
[Trait("Database", "Sqlite")]
public sealed class SharedCommitTests(SharedCommitTests.SlowForum forum) : IClassFixture<SharedCommitTests.SlowForum>
{
    [Fact]
    public async Task Killed_between_joining_and_committing_nothing_that_is_lost_was_acknowledged()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);

        // While the first one stands still, three more and another that will stand still get in line behind it, to join its commit.
        var (first, last) = (forum.Gates.Close("first"), forum.Gates.Close("last"));
        List<Task<Answer>> sent = [];
        foreach (var text in new[] { "first", "second", "third", "fourth", "last" })
        {
            sent.Add(ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = text }));
            if (text == "first") await first.Reached.WaitAsync(Limits.Answer);
            await Task.Delay(100);
        }
        first.Open();
        await last.Reached.WaitAsync(Limits.Answer);

        // All five have run in the open transaction. What is on disk now is what a process that dies now leaves.
        await Task.Delay(200);
        sent.Should().OnlyContain(answer => !answer.IsCompleted, "what is not committed is not acknowledged");
        (await MessagesOnDiskAsync()).Should().BeEmpty("the five share one commit, which is still to come");

        last.Open();
        foreach (var answer in await Task.WhenAll(sent)) answer.ShouldBe(201);
        (await MessagesOnDiskAsync()).Should().Equal("first", "second", "third", "fourth", "last");
    }

    [Fact]
    public async Task More_than_may_wait_are_refused_at_once_and_can_come_again()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        var gate = forum.Gates.Close("in the way");
        var blocking = ada.SayAsync(chat, "in the way");
        await gate.Reached.WaitAsync(Limits.Answer);

        var sent = Enumerable.Range(0, SlowForum.Waiting * 3).Select(i => bob.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = $"{i}" })).ToList();
        await Limits.UntilAsync(() => Task.FromResult(sent.Count(answer => answer.IsCompleted) >= SlowForum.Waiting * 2), "those beyond the bound to be refused while the writer stands still");
        foreach (var refused in sent.Where(answer => answer.IsCompleted))
        {
            (await refused).ShouldBe(503).Json.Text("code").Should().Be("server.busy");
            (await refused).Headers.Should().ContainKey("Retry-After");
        }

        gate.Open();
        await blocking;
        var answers = await Task.WhenAll(sent);
        answers.Count(answer => answer.Status == 201).Should().Be(SlowForum.Waiting);
        var history = (await ada.Http.GetAsync($"/api/chats/{chat}/messages?limit=100")).ShouldBe(200).Json.Items();
        history.Should().HaveCount(SlowForum.Waiting + 1, "nothing was done for those who were refused");
        (await bob.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "again" })).ShouldBe(201);
    }

    /// <summary>Reads a copy of the files, as the next process would find them.</summary>
    private async Task<List<string>> MessagesOnDiskAsync()
    {
        using var copy = new DataFolder();
        foreach (var name in new[] { "forum.db", "forum.db-wal" })
        {
            await using var from = new FileStream(Path.Combine(forum.DataDirectory, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await using var to = File.Create(Path.Combine(copy.Path, name));
            await from.CopyToAsync(to);
        }
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(copy.Path, "forum.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT content FROM messages WHERE content IN ('first', 'second', 'third', 'fourth', 'last') ORDER BY seq";
        await using var reader = await command.ExecuteReaderAsync();
        List<string> found = [];
        while (await reader.ReadAsync()) found.Add(reader.GetString(0));
        return found;
    }

    /// <summary>A short queue, and messages that stand still in their turn until they are let go.</summary>
    public sealed class SlowForum : ForumApp
    {
        public const int Waiting = 16;

        internal Gates Gates { get; } = new();

        protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("Forum:Writer:Waiting", $"{Waiting}")];

        protected override void Change(IServiceCollection services) => services.AddSingleton(Gates).AddScoped<IReactTo<MessageSent>, StandStill>();
    }

    internal sealed class Gates
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Gate> _closed = new(StringComparer.Ordinal);

        public Gate Close(string content) => _closed[content] = new Gate();

        public Task PassAsync(string content) => _closed.TryGetValue(content, out var gate) ? gate.PassAsync() : Task.CompletedTask;
    }

    internal sealed class Gate
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public void Open() => _open.TrySetResult();

        public Task PassAsync()
        {
            _reached.TrySetResult();
            return _open.Task;
        }
    }

    private sealed class StandStill(Gates gates, IChatRepository chats) : IReactTo<MessageSent>
    {
        public async ValueTask ReactAsync(MessageSent happened, CancellationToken cancellationToken) =>
            await gates.PassAsync((await chats.FindMessageAsync(happened.ChatId, happened.Seq, cancellationToken))!.Content.Value);
    }
}
