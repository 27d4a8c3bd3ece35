using Microsoft.Data.Sqlite;
using RealTimeForum.Infrastructure.Persistence.Sqlite;

namespace RealTimeForum.Infrastructure.Backups;

/// <summary>Looks whether everything that must always hold in the database does, without changing anything.</summary>
public sealed class Doctor
{
    private const int Shown = 5;

    /// <summary>Each question answers with one row for each place where it does not hold.</summary>
    private static readonly Check[] Checks =
    [
        new("The file is whole", "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
            "Restore the newest backup."),
        new("Nothing points at what is not there", "SELECT DISTINCT \"table\" || ' → ' || \"parent\" FROM pragma_foreign_key_check",
            "Restore the newest backup, or delete the rows that point nowhere."),
        new("Every chat's log counts 1, 2, 3 … to its end",
            """
            SELECT hex(c.id) || ': the chat is at ' || c.last_seq || ', its log has ' || count(l.seq) || ' lines up to ' || coalesce(max(l.seq), 0)
            FROM chats c LEFT JOIN chat_log l ON l.chat_id = c.id GROUP BY c.id HAVING count(l.seq) <> c.last_seq OR coalesce(max(l.seq), 0) <> c.last_seq
            """,
            "Restore the newest backup: clients cannot catch up over a gap."),
        new("Every message has its line in the log",
            "SELECT hex(m.chat_id) || ' ' || m.seq FROM messages m LEFT JOIN chat_log l ON l.chat_id = m.chat_id AND l.seq = m.seq AND l.type = 1 WHERE l.seq IS NULL",
            "Restore the newest backup."),
        new("Every line about a message finds it",
            "SELECT hex(l.chat_id) || ' ' || l.seq FROM chat_log l LEFT JOIN messages m ON m.chat_id = l.chat_id AND m.seq = l.message_seq WHERE l.message_seq IS NOT NULL AND m.seq IS NULL",
            "Restore the newest backup."),
        new("A chat knows its newest message",
            """
            SELECT hex(c.id) || ': ' || c.last_message_seq || ' instead of ' || coalesce((SELECT max(m.seq) FROM messages m WHERE m.chat_id = c.id), 0)
            FROM chats c WHERE c.last_message_seq <> coalesce((SELECT max(m.seq) FROM messages m WHERE m.chat_id = c.id), 0)
            """,
            "UPDATE chats SET last_message_seq = coalesce((SELECT max(seq) FROM messages WHERE chat_id = chats.id), 0)"),
        new("No mark is ahead of the log, and what was read has arrived",
            """
            SELECT hex(m.chat_id) || ' ' || hex(m.user_id) || ': delivered ' || m.delivered_seq || ', read ' || m.read_seq || ' of ' || c.last_seq
            FROM members m JOIN chats c ON c.id = m.chat_id
            WHERE m.delivered_seq > c.last_seq OR m.read_seq > m.delivered_seq OR m.shown_delivered_seq > m.delivered_seq OR m.shown_read_seq > m.read_seq
            """,
            "UPDATE members SET the marks down to the chat's last_seq."),
        new("A chat counts its members, and a private one has two",
            """
            SELECT hex(c.id) || ': ' || c.member_count || ' instead of ' || (SELECT count(*) FROM members m WHERE m.chat_id = c.id)
            FROM chats c WHERE c.member_count <> (SELECT count(*) FROM members m WHERE m.chat_id = c.id) OR (NOT c.is_group AND c.member_count <> 2)
            """,
            "UPDATE chats SET member_count = (SELECT count(*) FROM members WHERE chat_id = chats.id) WHERE is_group"),
        new("A group's owner is in it",
            "SELECT hex(c.id) FROM chats c LEFT JOIN members m ON m.chat_id = c.id AND m.user_id = c.owner_id WHERE c.is_group AND m.user_id IS NULL",
            "Set owner_id to the member who joined first."),
        new("A chat counts its pins",
            "SELECT hex(c.id) FROM chats c WHERE c.pin_count <> (SELECT count(*) FROM messages m WHERE m.chat_id = c.id AND m.pinned_at IS NOT NULL)",
            "UPDATE chats SET pin_count = (SELECT count(*) FROM messages WHERE chat_id = chats.id AND pinned_at IS NOT NULL)"),
        new("A deleted message holds no text",
            "SELECT hex(chat_id) || ' ' || seq FROM messages WHERE deleted_at IS NOT NULL AND content <> ''",
            "UPDATE messages SET content = '' WHERE deleted_at IS NOT NULL"),
        new("A post counts its comments",
            """
            SELECT hex(p.id) || ': ' || p.comment_count || ' instead of ' || (SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.deleted_at IS NULL)
            FROM posts p WHERE p.comment_count <> (SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.deleted_at IS NULL)
            """,
            "UPDATE posts SET comment_count = (SELECT count(*) FROM comments WHERE post_id = posts.id AND deleted_at IS NULL)"),
        new("Everybody has a chat side", "SELECT hex(u.id) FROM users u LEFT JOIN clients c ON c.id = u.id WHERE c.id IS NULL",
            "Insert the missing row into clients."),
    ];

    private readonly SqliteDatabase _database;

    internal Doctor(SqliteDatabase database) => _database = database;

    /// <param name="say">Gets one line each check, and for each that fails where and how to mend it.</param>
    /// <returns>How many checks fail.</returns>
    /// <exception cref="BackupException">There is no database.</exception>
    public async Task<int> ExamineAsync(Action<string> say, CancellationToken cancellationToken)
    {
        if (!File.Exists(_database.Path)) throw new BackupException($"there is no database {_database.Path}");
        var failed = 0;
        try
        {
            await using var connection = _database.OpenForReading();
            foreach (var check in Checks)
            {
                var places = await AskAsync(connection, check.Question, cancellationToken);
                say(places.Count == 0 ? $"ok     {check.Name}" : $"WRONG  {check.Name}");
                if (places.Count == 0) continue;
                failed++;
                foreach (var place in places.Take(Shown)) say($"         {place}");
                if (places.Count > Shown) say("         and more");
                say($"       To mend it: {check.Remedy}");
            }
        }
        catch (SqliteException broken)
        {
            throw new BackupException($"the database cannot be read ({broken.Message}); restore the newest backup", broken);
        }
        return failed;
    }

    private static async Task<List<string>> AskAsync(SqliteConnection connection, string question, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM ({question}) LIMIT {Shown + 1}";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> places = [];
        while (await reader.ReadAsync(cancellationToken)) places.Add(reader.GetString(0));
        return places;
    }

    private sealed record Check(string Name, string Question, string Remedy);
}
