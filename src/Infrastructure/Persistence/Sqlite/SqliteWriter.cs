using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Realtime;
using RealTimeForum.Infrastructure.Search;

namespace RealTimeForum.Infrastructure.Persistence.Sqlite;

/// <summary>
/// The one writer. Commands run one after another on one connection, each under a savepoint; whatever waits joins the open transaction, and one
/// commit with <c>synchronous=FULL</c> makes all of them durable. Only then, and after their live events have left, are they answered.
/// </summary>
internal sealed class SqliteWriter(
    SqliteDatabase database, ConnectionManager connections, Freshness freshness, KnownChats known, IOptions<ForumOptions> options, ILogger<SqliteWriter> logger) : IHostedService, IDisposable
{
    private const string Savepoint = "command";

    private readonly Channel<WriteJob> _waiting = Channel.CreateBounded<WriteJob>(new BoundedChannelOptions(options.Value.Writer.Waiting) { SingleReader = true });
    private readonly HashSet<ChatId> _touched = [];
    private readonly HashSet<UserId> _touchedPeople = [];
    private bool _touchedAny;
    private SqliteConnection? _connection;
    private TableChanges? _changes;
    private SqliteCommand? _savepoint;
    private SqliteCommand? _release;
    private IndexWriter? _index;
    private PooledDbContextFactory<SqliteForumDb>? _contexts;
    private Task _running = Task.CompletedTask;

    /// <summary>What is known of busy chats without a query.</summary>
    public ChatMemory? Memory { get; private set; }

    /// <returns>False when too many wait already, or the program is stopping.</returns>
    public bool TryEnqueue(WriteJob job)
    {
        if (!_waiting.Writer.TryWrite(job)) return false;
        ForumMeter.Waiting.Add(1);
        return true;
    }

    /// <summary>A context on the one write connection, for one command. Pooled: a new one would register EF's SQL functions again, which makes SQLite prepare every statement anew.</summary>
    public SqliteForumDb NewContext() => (_contexts ?? throw new InvalidOperationException("The writer has not been started.")).CreateDbContext();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _connection = database.OpenForWriting();
        _contexts = new PooledDbContextFactory<SqliteForumDb>(SqliteDatabase.OptionsOver(_connection), options.Value.Writer.CommandsPerCommit);
        using (var db = NewContext()) Memory = new ChatMemory(db.Model, _connection);
        _changes = new TableChanges(Memory);
        _index = new IndexWriter(_connection);
        _changes.Watch(_connection);
        _savepoint = Command($"SAVEPOINT {Savepoint}");
        _release = Command($"RELEASE {Savepoint}");
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>What waits is still written and answered.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await _running.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        Memory?.Dispose();
        _savepoint?.Dispose();
        _release?.Dispose();
        _index?.Dispose();
        _connection?.Dispose();
    }

    private async Task RunAsync()
    {
        var jobs = new List<WriteJob>(options.Value.Writer.CommandsPerCommit);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            jobs.Clear();
            try
            {
                await CommitTogetherAsync(jobs);
            }
            catch (Exception exception)
            {
                Refuse(jobs, exception);
            }
        }
    }

    private async Task CommitTogetherAsync(List<WriteJob> jobs)
    {
        await using var transaction = _connection!.BeginTransaction(System.Data.IsolationLevel.Serializable, deferred: false);
        Memory!.Transaction = transaction;
        _changes!.BeginCommit();
        _touched.Clear();
        _touchedPeople.Clear();
        _touchedAny = false;
        while (jobs.Count < options.Value.Writer.CommandsPerCommit && _waiting.Reader.TryRead(out var job))
        {
            jobs.Add(job);
            ForumMeter.Waiting.Add(-1);
            Execute(_savepoint!, transaction);
            await RunAsync(job, transaction);
            if (job.Failure is SqliteException broken && StorageFailure.IsOfTheFile(broken)) throw broken;
            if (!job.IsKept) transaction.Rollback(Savepoint);
            Execute(_release!, transaction);
        }

        // Once for all of them: FTS5 writes out what it holds at every savepoint.
        _index!.Write(transaction, [.. jobs.Where(job => job.IsKept).SelectMany(job => job.Work.Indexed)]);
        if (Broken.AnswersEarly) await AnswerEarlyAsync(jobs);
        var start = Stopwatch.GetTimestamp();
        await transaction.CommitAsync();
        ForumMeter.Commit.Record(Stopwatch.GetElapsedTime(start).TotalSeconds);
        ForumMeter.Committed.Record(jobs.Count);
        TellReaders(jobs);
        connections.Dispatch([.. jobs.Where(job => job.IsKept).SelectMany(job => job.Work.Live)]);
        foreach (var job in jobs) job.Answer();
    }

    private static async Task AnswerEarlyAsync(List<WriteJob> jobs)
    {
        foreach (var job in jobs) job.Answer();
        await Task.Delay(20);
    }

    private async Task RunAsync(WriteJob job, SqliteTransaction transaction)
    {
        var work = job.Work;
        _changes!.Begin();
        work.Begin(Memory!, db =>
        {
            db.Database.AutoSavepointsEnabled = false;
            db.Database.UseTransaction(transaction);
        });
        await job.RunAsync();
        Forget(job);
        if (work.HasDb) await work.Db.Database.UseTransactionAsync(null);
    }

    /// <summary>Whatever of what is remembered may have become wrong is forgotten.</summary>
    private void Forget(WriteJob job)
    {
        if (!job.IsKept)
        {
            foreach (var chat in job.Work.Remembered) Memory!.Forget(chat.Id);
        }
        if (!job.Work.HasDb || _changes!.InChats == 0) return;
        var named = 0;
        foreach (var entry in job.Work.Db.ChangeTracker.Entries())
        {
            var chat = entry.Entity switch { Chat one => one.Id, Member member => member.ChatId, _ => default };
            if (chat == default) continue;
            named++;
            _touched.Add(chat);
            Memory!.Forget(chat);
            if (entry.Entity is Member { UserId: var user }) _touchedPeople.Add(user);
        }
        // A row changed that nobody names: removed, or by a statement of its own.
        if (_changes.InChats <= named && !_changes.RemovedFromChats) return;
        _touchedAny = true;
        Memory!.Clear();
    }

    /// <summary>What is kept for readers and is not as the commit left it goes, before anybody hears of the commit.</summary>
    private void TellReaders(List<WriteJob> jobs)
    {
        if (_changes!.InForum) freshness.ForumChanged();
        if (_changes.InPeople) freshness.PeopleChanged();

        var moved = new Dictionary<Chat, HashSet<Member>>();
        foreach (var job in jobs.Where(job => job.IsKept))
        {
            foreach (var chat in job.Work.Remembered) moved.TryAdd(chat, []);
            foreach (var member in job.Work.RememberedMembers) moved.First(chat => chat.Key.Id == member.ChatId).Value.Add(member);
        }
        foreach (var (chat, members) in moved)
        {
            known.Use(chat, [.. members]);
            freshness.ChatChanged(chat.Id);
        }
        foreach (var chat in _touched)
        {
            known.Forget(chat);
            freshness.ChatChanged(chat);
        }
        foreach (var user in _touchedPeople) freshness.PersonChanged(user);
        if (_touchedAny || _changes.InNames) known.Clear();
        if (_touchedAny) freshness.AnyChatChanged();
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection!.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static void Execute(SqliteCommand command, SqliteTransaction transaction)
    {
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    /// <summary>Nothing of the batch is on disk: everyone in it is told so, whether their own command had succeeded or not.</summary>
    private void Refuse(List<WriteJob> jobs, Exception exception)
    {
        Memory!.Clear();
        var told = StorageFailure.Of(exception);
        if (told is not null && exception is SqliteException sqlite) logger.CannotWrite(sqlite.SqliteErrorCode, sqlite.Message);
        else logger.WriterFailed(exception);

        // Not even a transaction could begin: everyone who waits is told so now, not one by one after a time-out each.
        if (jobs.Count == 0)
        {
            while (_waiting.Reader.TryRead(out var waiting)) jobs.Add(waiting);
            ForumMeter.Waiting.Add(-jobs.Count);
        }
        foreach (var job in jobs) job.Refuse(told ?? CommonErrors.Storage);
    }
}

/// <summary>One command waiting for its turn.</summary>
internal abstract class WriteJob(UnitOfWork work)
{
    public UnitOfWork Work => work;

    /// <summary>Whether its changes are part of the commit.</summary>
    public bool IsKept { get; protected set; }

    public Exception? Failure { get; protected set; }

    public abstract Task RunAsync();

    /// <summary>Called after the commit.</summary>
    public abstract void Answer();

    public abstract void Refuse(Error error);
}

internal sealed class WriteJob<TResponse>(UnitOfWork work, Func<ValueTask<TResponse>> handle, CancellationToken cancellationToken) : WriteJob(work)
    where TResponse : IOutcome<TResponse>
{
    private readonly TaskCompletionSource<TResponse> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResponse? _response;

    public Task<TResponse> Answered => _answer.Task;

    public override async Task RunAsync()
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            _response = await Work.RunAsync(handle, cancellationToken);
            IsKept = _response.Error is null;
        }
        catch (Exception exception)
        {
            Failure = exception is DbUpdateException { InnerException: SqliteException inner } ? inner : exception;
        }
    }

    public override void Answer()
    {
        if (Failure is OperationCanceledException) _answer.TrySetCanceled(cancellationToken);
        else if (Failure is not null) _answer.TrySetException(Failure);
        else _answer.TrySetResult(_response!);
    }

    public override void Refuse(Error error)
    {
        if (Failure is null or SqliteException) _answer.TrySetResult(TResponse.Failed(error));
        else _answer.TrySetException(Failure);
    }
}

/// <summary>The commands' way to the writer.</summary>
internal sealed class SqliteTransactions(SqliteWriter writer, UnitOfWork work) : ITransactions
{
    public async ValueTask<TResponse> RunAsync<TResponse>(Func<ValueTask<TResponse>> handle, CancellationToken cancellationToken)
        where TResponse : IOutcome<TResponse>
    {
        var job = new WriteJob<TResponse>(work, handle, cancellationToken);
        return writer.TryEnqueue(job) ? await job.Answered : TResponse.Failed(CommonErrors.Busy);
    }
}

internal static partial class WriterLog
{
    [LoggerMessage(3001, LogLevel.Error, "The database cannot be written to (SQLite {Code}): {Reason}")]
    public static partial void CannotWrite(this ILogger logger, int code, string reason);

    [LoggerMessage(3002, LogLevel.Error, "The writer failed; nothing of this batch was kept")]
    public static partial void WriterFailed(this ILogger logger, Exception exception);
}
