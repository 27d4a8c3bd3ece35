using Microsoft.Data.Sqlite;
using RealTimeForum.Application.Ports;

namespace RealTimeForum.Infrastructure.Search;

/// <summary>Indexes everything that is there: after an update that brought or changed the index, and after seeding.</summary>
internal sealed class SearchRebuild(SqliteConnection connection, IStemmer stemmer, Action<string> say)
{
    private const int RowsAtOnce = 5_000;

    public void Run()
    {
        using var writer = new IndexWriter(connection);
        using (var transaction = connection.BeginTransaction())
        {
            writer.Clear(transaction);
            transaction.Commit();
        }
        Walk(writer, "posts", "SELECT id, created_at, author, category_id, title, source FROM posts WHERE deleted_at IS NULL AND id > $after ORDER BY id LIMIT $take", row =>
            new IndexChange(SearchIn.Posts, Id(row, 0), Time(row, 1), Old: null, IndexEntry.OfPost(Id(row, 2), Id(row, 3), Text(row, 4), Text(row, 5))));
        Walk(writer, "comments", "SELECT id, created_at, author, source FROM comments WHERE deleted_at IS NULL AND id > $after ORDER BY id LIMIT $take", row =>
            new IndexChange(SearchIn.Comments, Id(row, 0), Time(row, 1), Old: null, IndexEntry.OfComment(Id(row, 2), Text(row, 3))));
        Walk(writer, "messages", "SELECT id, sent_at, sender, chat_id, content FROM messages WHERE deleted_at IS NULL AND id > $after ORDER BY id LIMIT $take", row =>
            new IndexChange(SearchIn.Messages, Id(row, 0), Time(row, 1), Old: null, IndexEntry.OfMessage(Id(row, 3), Id(row, 2), Text(row, 4))));
    }

    private void Walk(IndexWriter writer, string what, string sql, Func<SqliteDataReader, IndexChange> read)
    {
        var (last, done) = (Guid.Empty, 0);
        while (true)
        {
            List<IndexChange> changes = [];
            using (var command = connection.CreateCommand())
            {
                command.CommandText = sql;
                command.Parameters.AddWithValue("$after", last.ToByteArray(bigEndian: true));
                command.Parameters.AddWithValue("$take", RowsAtOnce);
                using var rows = command.ExecuteReader();
                while (rows.Read()) changes.Add(read(rows));
            }
            if (changes.Count == 0) return;
            using var transaction = connection.BeginTransaction();
            writer.Write(transaction, changes);
            transaction.Commit();
            (last, done) = (changes[^1].Id, done + changes.Count);
            if (done % (10 * RowsAtOnce) == 0) say($"search: {done} {what} indexed");
            if (changes.Count < RowsAtOnce) return;
        }
    }

    private IndexedText Text(SqliteDataReader row, int column) => IndexedText.Of(row.GetString(column), stemmer);

    private static Guid Id(SqliteDataReader row, int column) => new((byte[])row[column], bigEndian: true);

    private static DateTimeOffset Time(SqliteDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
