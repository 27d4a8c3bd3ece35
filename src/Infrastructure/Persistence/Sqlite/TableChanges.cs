using System.Collections.Frozen;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace RealTimeForum.Infrastructure.Persistence.Sqlite;

/// <summary>Which tables the writer's connection changes, as SQLite itself tells it row by row: nothing goes past it, whichever way it is written.</summary>
internal sealed class TableChanges(ChatMemory memory)
{
    /// <summary>Nothing of these is shown with posts and comments; of a table that is added later that is not known.</summary>
    private static readonly FrozenSet<string> NotShown = new[]
    {
        "chats", "members", "messages", "message_revisions", "reactions", "chat_log", "mark_times", "mentions", "invites", "clients", "sessions", "api_tokens", "idempotency_keys", "facts",
        "blocks", "reports", "reported_messages", "notifications", "notification_marks", "post_visits",
        "accounts", "outbox", "mailed_tokens", "audit", "samples", "sign_up_invitations",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether what the forum's readers see may have changed since <see cref="BeginCommit"/>.</summary>
    public bool InForum { get; private set; }

    /// <summary>Rows of chats and members since <see cref="Begin"/>, besides those that the memory of them wrote itself.</summary>
    public int InChats { get; private set; }

    public bool RemovedFromChats { get; private set; }

    /// <summary>Whether people, what they show of themselves, their pictures or whom they blocked changed since <see cref="BeginCommit"/>.</summary>
    public bool InPeople { get; private set; }

    /// <summary>Whether people were changed, and not only added.</summary>
    public bool InNames { get; private set; }

    /// <summary>Whether posts and comments look otherwise when a row of this table changes.</summary>
    public static bool IsShown(string table) => !NotShown.Contains(table) && !table.StartsWith("search_", StringComparison.Ordinal);

    public void Watch(SqliteConnection connection) => raw.sqlite3_update_hook(connection.Handle, Changed, null);

    public void BeginCommit() => (InForum, InPeople, InNames) = (false, false, false);

    public void Begin() => (InChats, RemovedFromChats) = (0, false);

    private void Changed(object user, int kind, utf8z database, utf8z table, long row)
    {
        var name = table.utf8_to_string();
        if (!NotShown.Contains(name) && !name.StartsWith("search_", StringComparison.Ordinal)) InForum = true;
        if (name is "users" or "clients" or "blocks" or "uploads") InPeople = true;
        if (name is "users" && kind != raw.SQLITE_INSERT) InNames = true;

        if (IsShown(name)) InForum = true;
        if (memory.IsWriting || name is not ("chats" or "members")) return;
        InChats++;
        if (kind == raw.SQLITE_DELETE) RemovedFromChats = true;
    }
}
