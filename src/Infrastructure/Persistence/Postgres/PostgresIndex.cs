using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using RealTimeForum.Application.Ports;
using RealTimeForum.Infrastructure.Search;

namespace RealTimeForum.Infrastructure.Persistence.Postgres;

/// <summary>
/// Words as lexemes of a tsvector: <c>w</c> and the word, in its place among the others; <c>s</c> and its stem; <c>t</c> and a tag. Cut, folded and
/// stemmed as for SQLite, so that the server's own dictionaries have no say. What the rows no longer hold is gone with them.
/// </summary>
internal static class PostgresIndex
{
    private const int PlaceBits = 12;

    /// <summary>A tsvector counts no farther.</summary>
    private const int LastPosition = 16_383;

    /// <summary>Writes in the transaction that is open on the connection.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyCollection<IndexChange> changes, CancellationToken cancellationToken)
    {
        var gone = changes.Where(change => change.IsChatGone).Select(chat => IndexEntry.ScopeOf(chat.Id)).ToHashSet(StringComparer.Ordinal);
        foreach (var change in changes.Where(change => !change.IsChatGone))
        {
            // Written, or changed, in the commit in which its chat went: the rows are gone by themselves.
            if (change.New is null) await DeleteAsync(connection, change, cancellationToken);
            else if (change.New.Scope.Length == 0 || !gone.Contains(change.New.Scope)) await PutAsync(connection, change, change.New, cancellationToken);
        }
    }

    public static string Lexeme(char kind, string text) => $"'{kind}{text.Replace("'", "''", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal)}'";

    public static long FirstPlaceOf(DateTimeOffset time) => time.ToUnixTimeMilliseconds() << PlaceBits;

    private static async Task DeleteAsync(NpgsqlConnection connection, IndexChange change, CancellationToken cancellationToken)
    {
        await using var delete = new NpgsqlCommand($"DELETE FROM {IndexWriter.TableOf(change.In)} WHERE thing = $1", connection) { Parameters = { new() { Value = change.Id } } };
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task PutAsync(NpgsqlConnection connection, IndexChange change, IndexEntry entry, CancellationToken cancellationToken)
    {
        var table = IndexWriter.TableOf(change.In);
        var terms = TermsOf(entry);
        await using (var update = new NpgsqlCommand($"UPDATE {table} SET terms = $2::tsvector WHERE thing = $1", connection) { Parameters = { new() { Value = change.Id }, new() { Value = terms } } })
        {
            if (change.Old is not null && await update.ExecuteNonQueryAsync(cancellationToken) > 0) return;
        }
        // The place within the millisecond comes from a sequence; where it is taken already, the next one is tried.
        await using var insert = new NpgsqlCommand(
            $"INSERT INTO {table}(thing, place, terms) VALUES ($1, $2 + nextval('search_place') % {1 << PlaceBits}, $3::tsvector) ON CONFLICT (place) DO NOTHING", connection)
        {
            Parameters = { new() { Value = change.Id }, new() { Value = FirstPlaceOf(change.At) }, new() { Value = terms, NpgsqlDbType = NpgsqlDbType.Text } },
        };
        while (await insert.ExecuteNonQueryAsync(cancellationToken) == 0) { }
    }

    private static string TermsOf(IndexEntry entry)
    {
        var terms = new StringBuilder();
        var position = 0;
        foreach (var word in entry.Texts.SelectMany(text => text.Words))
            terms.Append(Lexeme('w', entry.Scope + word)).Append(':').Append(position = Math.Min(position + 1, LastPosition)).Append(' ');
        foreach (var stem in entry.Texts.SelectMany(text => text.Stems).Distinct(StringComparer.Ordinal)) terms.Append(Lexeme('s', entry.Scope + stem)).Append(' ');
        foreach (var tag in entry.Tags.Split(' ')) terms.Append(Lexeme('t', tag)).Append(' ');
        return terms.ToString();
    }
}

/// <summary>Asks the tsvectors. What people typed arrives as words, and each is quoted: it cannot be a mistake in the query language.</summary>
internal sealed class PostgresSearchIndex(ReadDb db) : ISearchIndex
{
    public async Task<List<SearchMatch>> FindAsync(IndexQuery query, long before, int take, CancellationToken cancellationToken)
    {
        var table = IndexWriter.TableOf(query.In);
        var placeOf = $"SELECT place AS \"Value\" FROM {table} WHERE thing = {{0}}";
        var since = query.Since is { } thing ? (await db.Db.Database.SqlQueryRaw<long>(placeOf, thing).ToListAsync(cancellationToken)).FirstOrDefault(long.MinValue) : long.MinValue;
        var from = Math.Max(query.From is { } earliest ? PostgresIndex.FirstPlaceOf(earliest) : long.MinValue, since);
        var end = Math.Min(query.To is { } latest ? PostgresIndex.FirstPlaceOf(latest) : long.MaxValue, before);
        var matching = $$"""SELECT place AS "Place", thing AS "Thing" FROM {{table}} WHERE terms @@ {0}::tsquery AND place >= {1} AND place < {2} ORDER BY place DESC LIMIT {3}""";
        var rows = await db.Db.Database.SqlQueryRaw<Match>(matching, Question(query), from, end, take).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new SearchMatch(row.Place, row.Thing))];
    }

    private static string Question(IndexQuery query)
    {
        string[] scopes = query.In == SearchIn.Messages ? [.. query.Chats.Select(IndexEntry.ScopeOf)] : [""];
        var question = new StringBuilder("(").AppendJoin(" & ", query.Terms.Where(term => !term.IsExcluded).Select(term => Term(term, scopes)));
        if (query.Author is { } author) question.Append(" & ").Append(PostgresIndex.Lexeme('t', IndexEntry.AuthorTag(author)));
        if (query.Category is { } category) question.Append(" & ").Append(PostgresIndex.Lexeme('t', IndexEntry.CategoryTag(category)));
        question.Append(')');
        foreach (var term in query.Terms.Where(term => term.IsExcluded)) question.Append(" & !").Append(Term(term, scopes));
        return question.ToString();
    }

    private static string Term(SearchTerm term, string[] scopes)
    {
        if (term.Stem is not { } stem) return Any(scopes, scope => $"({string.Join(" <-> ", term.Words.Select(word => PostgresIndex.Lexeme('w', scope + word)))})");
        var forms = Any(scopes, scope => PostgresIndex.Lexeme('s', scope + stem));
        return term.IsBeginning ? $"({forms} | {Any(scopes, scope => $"{PostgresIndex.Lexeme('w', scope + term.Words[0])}:*")})" : forms;
    }

    private static string Any(string[] scopes, Func<string, string> phrase) => $"({string.Join(" | ", scopes.Select(phrase))})";

    private sealed record Match(long Place, Guid Thing);
}

/// <summary>Indexes everything that is there: after an update that changed the index, and after moving a forum here.</summary>
internal sealed class PostgresIndexRebuild(ForumDb db, IStemmer stemmer, Action<string> say)
{
    private const int RowsAtOnce = 2_000;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlRawAsync("TRUNCATE search_posts, search_comments, search_messages", cancellationToken);
        await WalkAsync("posts", "created_at, author, category_id, title, source", row => new IndexChange(
            SearchIn.Posts, row.GetGuid(0), Time(row), Old: null, IndexEntry.OfPost(row.GetGuid(2), row.GetGuid(3), Text(row, 4), Text(row, 5))), cancellationToken);
        await WalkAsync("comments", "created_at, author, source", row => new IndexChange(
            SearchIn.Comments, row.GetGuid(0), Time(row), Old: null, IndexEntry.OfComment(row.GetGuid(2), Text(row, 3))), cancellationToken);
        await WalkAsync("messages", "sent_at, sender, chat_id, content", row => new IndexChange(
            SearchIn.Messages, row.GetGuid(0), Time(row), Old: null, IndexEntry.OfMessage(row.GetGuid(3), row.GetGuid(2), Text(row, 4))), cancellationToken);
    }

    private async Task WalkAsync(string table, string columns, Func<NpgsqlDataReader, IndexChange> read, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        for (var (last, done) = (Guid.Empty, 0); ;)
        {
            List<IndexChange> changes = [];
            await using (var next = new NpgsqlCommand($"SELECT id, {columns} FROM {table} WHERE deleted_at IS NULL AND id > $1 ORDER BY id LIMIT {RowsAtOnce}", connection) { Parameters = { new() { Value = last } } })
            await using (var rows = await next.ExecuteReaderAsync(cancellationToken))
            {
                while (await rows.ReadAsync(cancellationToken)) changes.Add(read(rows));
            }
            if (changes.Count == 0) return;
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await PostgresIndex.WriteAsync(connection, changes, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            (last, done) = (changes[^1].Id, done + changes.Count);
            if (done % (10 * RowsAtOnce) == 0) say($"search: {done} {table} indexed");
            if (changes.Count < RowsAtOnce) return;
        }
    }

    private IndexedText Text(NpgsqlDataReader row, int column) => IndexedText.Of(row.GetString(column), stemmer);

    private static DateTimeOffset Time(NpgsqlDataReader row) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1));
}
