using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace RealTimeForum.Bench.Limits;

/// <summary>
/// SQLite appending 250-byte rows with two indexes by one kept prepared command; whatever waits shares a commit with <c>synchronous=FULL</c>.
/// </summary>
internal sealed class SharedCommits : IDisposable
{
    private const int AtOnce = 128;

    private readonly Channel<TaskCompletionSource> _waiting = Channel.CreateUnbounded<TaskCompletionSource>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly Thread _writer;

    public SharedCommits(string path)
    {
        foreach (var file in new[] { path, path + "-wal", path + "-shm" }) File.Delete(file);
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE rows (id BLOB PRIMARY KEY, owner INTEGER NOT NULL, seq INTEGER NOT NULL, text BLOB NOT NULL); CREATE UNIQUE INDEX by_owner ON rows (owner, seq);");
        _writer = new Thread(Write) { IsBackground = true };
        _writer.Start();
    }

    /// <summary>Completes when one more row is on disk.</summary>
    public Task AppendAsync()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Writer.TryWrite(answer);
        return answer.Task;
    }

    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        _writer.Join();
        _connection.Dispose();
    }

    private void Write()
    {
        using var insert = _connection.CreateCommand();
        insert.CommandText = "INSERT INTO rows VALUES ($id, $owner, $seq, $text)";
        var id = insert.Parameters.Add("$id", SqliteType.Blob);
        var owner = insert.Parameters.Add("$owner", SqliteType.Integer);
        var seq = insert.Parameters.Add("$seq", SqliteType.Integer);
        insert.Parameters.Add("$text", SqliteType.Blob).Value = new byte[250 - 16 - 16];
        insert.Prepare();
        var written = 0L;
        var batch = new List<TaskCompletionSource>(AtOnce);
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            insert.Transaction = transaction;
            while (batch.Count < AtOnce && _waiting.Reader.TryRead(out var one))
            {
                (id.Value, owner.Value, seq.Value) = (Guid.CreateVersion7().ToByteArray(bigEndian: true), written % 64, written);
                written++;
                insert.ExecuteNonQuery();
                batch.Add(one);
            }
            transaction.Commit();
            foreach (var one in batch) one.SetResult();
            batch.Clear();
        }
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
