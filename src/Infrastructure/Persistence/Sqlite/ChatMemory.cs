using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Persistence.Sqlite;

/// <summary>
/// What the writer knows of busy chats: their heads, and the members that lately sent or marked something. Sending a message and moving marks read
/// from here and write by prepared commands; everything else goes through EF, and whatever chat it touched is forgotten here and read anew.
/// Used by the writer alone, one command at a time.
/// </summary>
internal sealed class ChatMemory : IDisposable
{
    private const int MostChats = 10_000;
    private const int MostMembers = 100_000;

    private readonly PreparedInserts _inserts;
    private readonly PreparedUpdate _chatUpdate;
    private readonly PreparedUpdate _memberUpdate;
    private readonly SqliteCommand _wasSent;
    private readonly Dictionary<ChatId, Known> _chats = [];
    private int _members;

    public ChatMemory(IModel model, SqliteConnection connection)
    {
        _inserts = new PreparedInserts(model, connection);
        _chatUpdate = new PreparedUpdate(model, typeof(Chat), connection, nameof(Chat.LastSeq), nameof(Chat.LastMessageSeq), nameof(Chat.LastActivityAt));
        _memberUpdate = new PreparedUpdate(
            model, typeof(Member), connection, nameof(Member.DeliveredSeq), nameof(Member.ReadSeq), nameof(Member.ShownDeliveredSeq), nameof(Member.ShownReadSeq));
        _wasSent = connection.CreateCommand();
        _wasSent.CommandText = "SELECT 1 FROM messages WHERE sender = $sender AND client_message_id = $id";
        _wasSent.Parameters.AddRange([new SqliteParameter("$sender", SqliteType.Blob), new SqliteParameter("$id", SqliteType.Blob)]);
    }

    /// <summary>The commit that is open.</summary>
    public SqliteTransaction? Transaction
    {
        get => _inserts.Transaction;
        set => _inserts.Transaction = value;
    }

    /// <summary>Whether rows are being changed from here: then what is known stays right.</summary>
    public bool IsWriting { get; private set; }

    public int Count => _chats.Count;

    /// <returns>Null when there is no such member, and for a chat whose first message waits to be accepted: sending to that changes more than numbers.</returns>
    public async ValueTask<(Chat Chat, Member Member)?> FindAsync(ForumDb db, ChatId id, UserId user, CancellationToken cancellationToken)
    {
        if (!_chats.TryGetValue(id, out var known))
        {
            if (await db.Set<Chat>().AsNoTracking().FirstOrDefaultAsync(chat => chat.Id == id, cancellationToken) is not { RequestTo: null } chat) return null;
            if (_chats.Count >= MostChats) Clear();
            _chats.Add(id, known = new Known(chat));
        }
        if (!known.Members.TryGetValue(user, out var member))
        {
            if (await db.Set<Member>().AsNoTracking().FirstOrDefaultAsync(member => member.ChatId == id && member.UserId == user, cancellationToken) is not { IsGone: false } found) return null;
            if (_members >= MostMembers)
            {
                Clear();
                _chats.Add(id, known);
                _members = known.Members.Count;
            }
            known.Members.Add(user, member = found);
            _members++;
        }
        return (known.Chat, member);
    }

    public (Chat Chat, Member Member)? Find(ChatId id, UserId user) =>
        _chats.TryGetValue(id, out var known) && known.Members.TryGetValue(user, out var member) ? (known.Chat, member) : null;

    public bool WasSent(UserId sender, Guid clientMessageId)
    {
        _wasSent.Transaction = Transaction;
        _wasSent.Parameters[0].Value = sender.Value.ToByteArray(bigEndian: true);
        _wasSent.Parameters[1].Value = clientMessageId.ToByteArray(bigEndian: true);
        return _wasSent.ExecuteScalar() is not null;
    }

    public void Update(Chat chat) => Write(() => _chatUpdate.Execute(chat, Transaction));

    public void Update(Member member) => Write(() => _memberUpdate.Execute(member, Transaction));

    public void Insert(object row) => Write(() => _inserts.Add(row));

    public void Forget(ChatId id)
    {
        if (_chats.Remove(id, out var known)) _members -= known.Members.Count;
    }

    public void Clear()
    {
        _chats.Clear();
        _members = 0;
    }

    public void Dispose()
    {
        _inserts.Dispose();
        _chatUpdate.Dispose();
        _memberUpdate.Dispose();
        _wasSent.Dispose();
    }

    /// <summary>Of which a test says that it is what the rows are.</summary>
    public IEnumerable<(Chat Chat, IEnumerable<Member> Members)> Everything => _chats.Values.Select(known => (known.Chat, known.Members.Values.AsEnumerable()));

    private void Write(Action write)
    {
        IsWriting = true;
        try
        {
            write();
        }
        finally
        {
            IsWriting = false;
        }
    }

    private sealed record Known(Chat Chat)
    {
        public Dictionary<UserId, Member> Members { get; } = [];
    }
}

/// <summary>Sets some columns of a row, found by its key, from an entity's values.</summary>
internal sealed class PreparedUpdate : IDisposable
{
    private readonly SqliteCommand _update;
    private readonly SqliteParameter[] _parameters;
    private readonly Func<object, object?>[] _values;

    public PreparedUpdate(IModel model, Type type, SqliteConnection connection, params ReadOnlySpan<string> properties)
    {
        var mapped = model.FindEntityType(type)!;
        List<IProperty> set = [];
        foreach (var property in properties) set.Add(mapped.FindProperty(property)!);
        var key = mapped.FindPrimaryKey()!.Properties;
        _values = [.. set.Concat(key).Select(PreparedInserts.ValueOf)];
        _parameters = [.. _values.Select((_, i) => new SqliteParameter { ParameterName = $"$p{i}" })];
        _update = connection.CreateCommand();
        _update.CommandText =
            $"UPDATE \"{mapped.GetTableName()}\" SET {string.Join(", ", set.Select((column, i) => $"\"{column.GetColumnName()}\" = $p{i}"))} "
            + $"WHERE {string.Join(" AND ", key.Select((column, i) => $"\"{column.GetColumnName()}\" = $p{set.Count + i}"))}";
        _update.Parameters.AddRange(_parameters);
    }

    /// <exception cref="InvalidOperationException">The row is not there.</exception>
    public void Execute(object entity, SqliteTransaction? transaction)
    {
        _update.Transaction = transaction;
        for (var i = 0; i < _values.Length; i++) _parameters[i].Value = _values[i](entity) ?? DBNull.Value;
        if (_update.ExecuteNonQuery() != 1) throw new InvalidOperationException($"A row that is remembered is not there: {_update.CommandText}");
    }

    public void Dispose() => _update.Dispose();
}
