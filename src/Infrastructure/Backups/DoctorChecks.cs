namespace RealTimeForum.Infrastructure.Backups;

/// <param name="Question">Answers with one row for each place where it does not hold.</param>
/// <param name="Remedy">For the operator.</param>
internal sealed record Check(string Name, string Question, string Remedy);

/// <summary>What must always hold in the database.</summary>
internal static class DoctorChecks
{
    public static readonly Check[] OfRows =
    [
        new("The file is whole", "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
            $"Where it names a table that begins with search_: {IndexAnew} Otherwise restore the newest backup."),
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
        new("Whoever wrote a message is known", "SELECT hex(m.chat_id) || ' ' || m.seq FROM messages m LEFT JOIN users u ON u.id = m.sender WHERE u.id IS NULL",
            "Restore the newest backup."),
        new("Who can sign in is somebody",
            "SELECT hex(a.id) FROM accounts a LEFT JOIN users u ON u.id = a.id WHERE u.id IS NULL OR u.erased_at IS NOT NULL", "DELETE FROM accounts WHERE id names nobody, or somebody who is erased."),
        new("A comment's number is its post's, and none is ahead of it",
            """
            SELECT hex(p.id) || ': ' || p.last_comment_number || ' instead of ' || (SELECT max(c.number) FROM comments c WHERE c.post_id = p.id)
            FROM posts p WHERE p.last_comment_number < coalesce((SELECT max(c.number) FROM comments c WHERE c.post_id = p.id), 0)
            """,
            "UPDATE posts SET last_comment_number = (SELECT max(number) FROM comments WHERE post_id = posts.id) WHERE it is lower"),
        new("A comment counts its answers",
            """
            SELECT hex(c.id) || ': ' || c.reply_count FROM comments c
            WHERE c.reply_count <> (SELECT count(*) FROM comments r WHERE r.parent_id = c.id AND (r.deleted_at IS NULL OR r.reply_count > 0))
            """,
            "UPDATE comments SET reply_count = (SELECT count(*) FROM comments r WHERE r.parent_id = comments.id AND (r.deleted_at IS NULL OR r.reply_count > 0)), the deepest first"),
        new("A post counts its reactions", Tallies("posts", "post_reactions", "post_id"), "Take one of the reactions back and put it there again: its kind is counted anew. Otherwise restore the newest backup."),
        new("A comment counts its reactions", Tallies("comments", "comment_reactions", "comment_id"), "Take one of the reactions back and put it there again: its kind is counted anew. Otherwise restore the newest backup."),
    ];

    /// <summary>After <see cref="ReadIndex"/>.</summary>
    public static readonly Check[] OfIndex =
    [
        new("The search index has everything that can be found",
            $"""
            SELECT 'post ' || hex(p.id) FROM posts p {Place("p.id", 0)} WHERE p.deleted_at IS NULL AND i.author IS NOT 'a' || lower(hex(p.author))
            UNION ALL SELECT 'comment ' || hex(c.id) FROM comments c {Place("c.id", 1)} WHERE c.deleted_at IS NULL AND i.author IS NOT 'a' || lower(hex(c.author))
            UNION ALL SELECT 'message ' || hex(m.chat_id) || ' ' || m.seq FROM messages m {Place("m.id", 2)} WHERE m.deleted_at IS NULL AND i.author IS NOT 'a' || lower(hex(m.sender))
            """,
            IndexAnew),
        new("The search index has nothing else",
            $"""
            SELECT 'place ' || i.place FROM temp.indexed i LEFT JOIN search_places s ON s.place = i.place
            WHERE NOT CASE i.kind WHEN 0 THEN EXISTS (SELECT 1 FROM posts WHERE id = s.thing AND deleted_at IS NULL)
                WHEN 1 THEN EXISTS (SELECT 1 FROM comments WHERE id = s.thing AND deleted_at IS NULL)
                ELSE EXISTS (SELECT 1 FROM messages WHERE id = s.thing AND deleted_at IS NULL) OR EXISTS (SELECT 1 FROM search_forgotten WHERE thing = s.thing) END
            UNION ALL SELECT 'place ' || s.place FROM search_places s WHERE NOT EXISTS (SELECT 1 FROM temp.indexed i WHERE i.place = s.place)
            """,
            IndexAnew),
    ];

    /// <summary>What the index says itself, read off its words: each thing has its author as one. Not in the database, but beside it.</summary>
    public const string ReadIndex = """
        CREATE VIRTUAL TABLE temp.words_0 USING fts5vocab('main', 'search_posts', 'instance');
        CREATE VIRTUAL TABLE temp.words_1 USING fts5vocab('main', 'search_comments', 'instance');
        CREATE VIRTUAL TABLE temp.words_2 USING fts5vocab('main', 'search_messages', 'instance');
        CREATE TABLE temp.indexed(kind INTEGER, place INTEGER, author TEXT, PRIMARY KEY (place, kind)) WITHOUT ROWID;
        INSERT OR REPLACE INTO temp.indexed SELECT 0, doc, term FROM temp.words_0 WHERE col = 'tags' AND term >= 'a' AND term < 'b';
        INSERT OR REPLACE INTO temp.indexed SELECT 1, doc, term FROM temp.words_1 WHERE col = 'tags' AND term >= 'a' AND term < 'b';
        INSERT OR REPLACE INTO temp.indexed SELECT 2, doc, term FROM temp.words_2 WHERE col = 'tags' AND term >= 'a' AND term < 'b';
        """;

    public const string IndexAnew = "DELETE FROM facts WHERE name = 'search_index', then start the forum: it makes the index anew.";

    private static string Place(string id, int kind) => $"LEFT JOIN search_places s ON s.thing = {id} LEFT JOIN temp.indexed i ON i.place = s.place AND i.kind = {kind}";

    /// <summary>One line an emoji in the tally, and one emoji a line.</summary>
    private static string Tallies(string things, string reactions, string id) => $"""
        SELECT hex(t.id) FROM {things} t WHERE EXISTS (
            SELECT 1 FROM {reactions} r WHERE r.{id} = t.id GROUP BY r.emoji
            HAVING instr(char(10) || t.reactions || char(10), char(10) || r.emoji || ' ' || count(*) || char(10)) = 0)
        OR (length(t.reactions) - length(replace(t.reactions, char(10), '')) + (t.reactions <> '')) <> (SELECT count(DISTINCT r.emoji) FROM {reactions} r WHERE r.{id} = t.id)
        """;
}
