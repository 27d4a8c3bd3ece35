using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RealTimeForum.Application.Ports;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.Infrastructure.Search;

/// <summary>Asks FTS5. What people typed arrives as words, and each is quoted: it cannot be a mistake in the query language.</summary>
internal sealed class SqliteSearchIndex(ReadDb db) : ISearchIndex
{
    public async Task<List<SearchMatch>> FindAsync(IndexQuery query, long before, int take, CancellationToken cancellationToken)
    {
        var table = IndexWriter.TableOf(query.In);
        await using var command = ((SqliteConnection)db.Db.Database.GetDbConnection()).CreateCommand();
        command.CommandText = $"""
            SELECT {table}.rowid, search_places.thing FROM {table} CROSS JOIN search_places ON search_places.place = {table}.rowid
            WHERE {table} MATCH $words AND {table}.rowid >= $from AND {table}.rowid < $before
            ORDER BY {table}.rowid DESC LIMIT $take
            """;
        command.Parameters.AddWithValue("$words", Match(query));
        command.Parameters.AddWithValue("$from", Math.Max(query.From is { } from ? IndexWriter.FirstPlaceOf(from) : long.MinValue, await PlaceOfAsync(query.Since, cancellationToken)));
        command.Parameters.AddWithValue("$before", Math.Min(query.To is { } to ? IndexWriter.FirstPlaceOf(to) : long.MaxValue, before));
        command.Parameters.AddWithValue("$take", take);

        List<SearchMatch> matches = [];
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken)) matches.Add(new SearchMatch(rows.GetInt64(0), new Guid((byte[])rows[1], bigEndian: true)));
        return matches;
    }

    private async Task<long> PlaceOfAsync(Guid? thing, CancellationToken cancellationToken)
    {
        if (thing is not { } id) return long.MinValue;
        await using var command = ((SqliteConnection)db.Db.Database.GetDbConnection()).CreateCommand();
        command.CommandText = "SELECT place FROM search_places WHERE thing = $thing";
        command.Parameters.AddWithValue("$thing", id.ToByteArray(bigEndian: true));
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? long.MinValue;
    }

    private static string Match(IndexQuery query)
    {
        string[] scopes = query.In == SearchIn.Messages ? [.. query.Chats.Select(IndexEntry.ScopeOf)] : [""];
        var match = new StringBuilder("(").AppendJoin(" AND ", query.Terms.Where(term => !term.IsExcluded).Select(term => Term(term, scopes)));
        if (query.Author is { } author) match.Append(" AND tags : \"").Append(IndexEntry.AuthorTag(author)).Append('"');
        if (query.Category is { } category) match.Append(" AND tags : \"").Append(IndexEntry.CategoryTag(category)).Append('"');
        match.Append(')');
        if (query.Terms.Any(term => term.IsExcluded)) match.Append(" NOT (").AppendJoin(" OR ", query.Terms.Where(term => term.IsExcluded).Select(term => Term(term, scopes))).Append(')');
        return match.ToString();
    }

    private static string Term(SearchTerm term, string[] scopes)
    {
        if (term.Stem is not { } stem) return $"words : ({Any(scopes, scope => $"\"{string.Join(' ', term.Words.Select(word => scope + word))}\"")})";
        var forms = $"stems : ({Any(scopes, scope => $"\"{scope}{stem}\"")})";
        return term.IsBeginning ? $"({forms} OR words : ({Any(scopes, scope => $"\"{scope}{term.Words[0]}\" *")}))" : forms;
    }

    private static string Any(string[] scopes, Func<string, string> phrase) => string.Join(" OR ", scopes.Select(phrase));
}
