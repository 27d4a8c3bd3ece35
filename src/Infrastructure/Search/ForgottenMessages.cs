using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.Infrastructure.Search;

/// <summary>
/// Takes the messages of chats that are gone out of the index, a few at a time, so that the writer is not held up by a large one. Nobody finds
/// them meanwhile: a search asks only the chats one is in.
/// </summary>
internal sealed class ForgottenMessages(IServiceScopeFactory scopes, ReadPool pool, IStemmer stemmer, ILogger<ForgottenMessages> logger) : BackgroundService
{
    private const int AtOnce = 200;

    /// <summary>Keeps what must be taken out; called before the rows go.</summary>
    public static Task<int> NoteAsync(ForumDb db, Guid chat, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO search_forgotten(thing, chat, sender, content)
        SELECT messages.id, messages.chat_id, messages.sender, messages.content FROM messages
        WHERE messages.chat_id = {chat.ToByteArray(true)} AND messages.deleted_at IS NULL
        """, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await ForgetAllAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The rest follows after the next start.
        }
    }

    private async Task ForgetAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await NextAsync(cancellationToken) is { Count: > 0 } rows)
            {
                await using var scope = scopes.CreateAsyncScope();
                var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
                var changes = rows.Select(row => new IndexChange(
                    SearchIn.Messages, Id(row.Thing), default, IndexEntry.OfMessage(Id(row.Chat), Id(row.Sender), IndexedText.Of(row.Content, stemmer)), New: null)).ToList();
                var answer = await scope.ServiceProvider.GetRequiredService<ITransactions>().RunAsync<Result<Done>>(
                    async () =>
                    {
                        work.Index(changes);
                        await work.Db.Database.ExecuteSqlAsync($"DELETE FROM search_forgotten WHERE id <= {rows[^1].Id}", cancellationToken);
                        return Done.Instance;
                    }, cancellationToken);
                if (answer.Error is not null) return;
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.NotForgotten(exception);
        }
    }

    private async Task<List<Forgotten>> NextAsync(CancellationToken cancellationToken)
    {
        var db = pool.Rent();
        try { return await db.Database.SqlQuery<Forgotten>($"SELECT id, thing, chat, sender, content FROM search_forgotten ORDER BY id LIMIT {AtOnce}").ToListAsync(cancellationToken); }
        finally { pool.Return(db); }
    }

    private static Guid Id(byte[] bytes) => new(bytes, bigEndian: true);

    private sealed record Forgotten(long Id, byte[] Thing, byte[] Chat, byte[] Sender, string Content);
}

internal static partial class ForgottenMessagesLog
{
    [LoggerMessage(3004, LogLevel.Warning, "Could not take the messages of a chat that is gone out of the search index; they cannot be found all the same")]
    public static partial void NotForgotten(this ILogger logger, Exception exception);
}
