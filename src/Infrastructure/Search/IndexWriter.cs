using Microsoft.Data.Sqlite;
using RealTimeForum.Application.Ports;

namespace RealTimeForum.Infrastructure.Search;

/// <summary>
/// Writes to the index on one connection, in the transaction of the rows. The index holds no texts, and is told the old words to take them out
/// again; <c>secure-delete</c> leaves nothing of them.
/// </summary>
internal sealed class IndexWriter(SqliteConnection connection) : IDisposable
{
    /// <summary>Another way to cut, fold or stem words is another version: the index is then made anew at the start.</summary>
    public const string Version = "1";

    // A place is the time in milliseconds, and which it is among those of the same one: the newest stand last, and a time is a range.
    private const int PlaceBits = 12;
    private const long PlacesAtOnce = 1L << PlaceBits;

    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    public static string TableOf(SearchIn kind) => kind switch
    {
        SearchIn.Posts => "search_posts",
        SearchIn.Comments => "search_comments",
        _ => "search_messages",
    };

    public static long FirstPlaceOf(DateTimeOffset time) => time.ToUnixTimeMilliseconds() << PlaceBits;

    public void Write(SqliteTransaction transaction, IReadOnlyCollection<IndexChange> changes)
    {
        var gone = changes.Where(change => change.IsChatGone).Select(chat => IndexEntry.ScopeOf(chat.Id)).ToHashSet(StringComparer.Ordinal);
        foreach (var change in changes.Where(change => !change.IsChatGone))
        {
            var place = (long?)Run(transaction, "SELECT place FROM search_places WHERE thing = $thing", ("$thing", Bytes(change.Id)));
            // Written, or changed, in the commit in which its chat went.
            if (place is null && (change.Old is not null || gone.Contains(change.New!.Scope))) continue;
            if (place is not null && change.Old is not null) Tell(transaction, change.In, "delete", place.Value, change.Old);
            if (change.New is null) Run(transaction, "DELETE FROM search_places WHERE place = $place", ("$place", place));
            else Tell(transaction, change.In, null, place ?? NewPlace(transaction, change), change.New);
        }
    }

    /// <summary>Empties the index.</summary>
    public void Clear(SqliteTransaction transaction)
    {
        foreach (var table in Enum.GetValues<SearchIn>().Select(TableOf)) Run(transaction, $"INSERT INTO {table}({table}) VALUES('delete-all')");
        Run(transaction, "DELETE FROM search_places");
        Run(transaction, "DELETE FROM search_forgotten");
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Dispose();
    }

    private long NewPlace(SqliteTransaction transaction, IndexChange change)
    {
        var first = FirstPlaceOf(change.At);
        var last = (long?)Run(transaction, "SELECT max(place) FROM search_places WHERE place >= $first AND place < $end", ("$first", first), ("$end", first + PlacesAtOnce));
        var place = last is null ? first : last.Value + 1;
        // More in one millisecond than there are places for: behind everything, where there is always one.
        if (place >= first + PlacesAtOnce) place = (long)Run(transaction, "SELECT max(place) FROM search_places")! + 1;
        Run(transaction, "INSERT INTO search_places(place, thing) VALUES($place, $thing)", ("$place", place), ("$thing", Bytes(change.Id)));
        return place;
    }

    private void Tell(SqliteTransaction transaction, SearchIn kind, string? what, long place, IndexEntry entry)
    {
        var table = TableOf(kind);
        var (column, value) = what is null ? ("", "") : ($"{table}, ", $"'{what}', ");
        Run(
            transaction, $"INSERT INTO {table}({column}rowid, words, stems, tags) VALUES({value}$place, $words, $stems, $tags)",
            ("$place", place), ("$words", Join(entry, text => text.Words)), ("$stems", Join(entry, text => text.Stems)), ("$tags", entry.Tags));
    }

    private static string Join(IndexEntry entry, Func<IndexedText, string[]> part) => string.Join(' ', entry.Texts.SelectMany(part).Select(word => entry.Scope + word));

    private static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);

    private object? Run(SqliteTransaction transaction, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in parameters) command.Parameters.Add(new SqliteParameter(name, null));
            _commands.Add(sql, command);
        }
        command.Transaction = transaction;
        for (var i = 0; i < parameters.Length; i++) command.Parameters[i].Value = parameters[i].Value ?? DBNull.Value;
        return command.ExecuteScalar() is var answer && answer is DBNull ? null : answer;
    }
}
