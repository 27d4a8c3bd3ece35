using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace RealTimeForum.Bench.Limits;

/// <summary>The page of history that the product answers, by commands that are prepared once and kept, written by hand into one buffer.</summary>
internal sealed class HistoryLimit(string database)
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), SkipValidation = true };

    private readonly ConcurrentBag<Reader> _readers = [];

    /// <summary>The query is <c>?chat=…&amp;user=…&amp;before=N</c>, ids as 32 hexadecimal digits.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        if (!_readers.TryTake(out var reader)) reader = new Reader(database);
        var query = http.Request.Query;
        var body = reader.Page(Convert.FromHexString(query["chat"]!), Convert.FromHexString(query["user"]!), long.Parse(query["before"]!, CultureInfo.InvariantCulture));
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body);
        _readers.Add(reader);
    }

    private sealed class Reader : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);
        private readonly Utf8JsonWriter _json;
        private readonly SqliteCommand _membership;
        private readonly SqliteCommand _messages;
        private readonly SqliteCommand _reactions;
        private readonly SqliteCommand _marks;
        private readonly SqliteCommand _reply;
        private readonly SqliteCommand _lines;

        public Reader(string database)
        {
            _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            _connection.Open();
            using (var pragmas = _connection.CreateCommand())
            {
                pragmas.CommandText = "PRAGMA mmap_size=268435456; PRAGMA cache_size=-16384;";
                pragmas.ExecuteNonQuery();
            }
            _json = new Utf8JsonWriter(_buffer, Json);
            _membership = Prepare("SELECT c.is_group FROM members m JOIN chats c ON c.id = m.chat_id WHERE m.chat_id = $chat AND m.user_id = $a", "$a");
            _messages = Prepare("SELECT m.id, m.seq, m.client_message_id, m.sender, u.nickname, m.content, m.sent_at, m.edited_at, m.deleted_at, m.reply_to_seq FROM messages m JOIN users u ON u.id = m.sender WHERE m.chat_id = $chat AND m.seq < $a ORDER BY m.seq DESC LIMIT 11", "$a");
            _reactions = Prepare("SELECT message_seq, emoji, user_id FROM reactions WHERE chat_id = $chat AND message_seq BETWEEN $a AND $b ORDER BY message_seq, at, emoji", "$a", "$b");
            _marks = Prepare("SELECT delivered_seq, read_seq, user_id FROM members WHERE chat_id = $chat");
            _reply = Prepare("SELECT m.id, m.seq, m.sender, u.nickname, m.content FROM messages m JOIN users u ON u.id = m.sender WHERE m.chat_id = $chat AND m.seq = $a", "$a");
            _lines = Prepare("SELECT seq, type FROM chat_log WHERE chat_id = $chat AND seq BETWEEN $a AND $b AND type >= 6", "$a", "$b");
        }

        public ReadOnlyMemory<byte> Page(byte[] chat, byte[] user, long before)
        {
            _buffer.ResetWrittenCount();
            _json.Reset();
            foreach (var command in new[] { _membership, _messages, _reactions, _marks, _reply, _lines }) command.Parameters[0].Value = chat;
            var isGroup = Read(_membership, row => row.GetBoolean(0), user).Single();
            var rows = Read(_messages, Message.Of, before);
            var hasMore = rows.Count > 10;
            if (hasMore) rows.RemoveAt(10);
            rows.Reverse();
            var (first, last) = (rows[0].Seq, rows[^1].Seq);
            var reactions = Read(_reactions, row => (Seq: row.GetInt64(0), Emoji: row.GetString(1), User: row.GetFieldValue<byte[]>(2)), first, last);
            var marks = Read(_marks, row => (Delivered: row.GetInt64(0), Read: row.GetInt64(1), User: row.GetFieldValue<byte[]>(2)));
            var (delivered, read) = (marks.Min(mark => mark.Delivered), marks.Min(mark => mark.Read));

            _json.WriteStartObject();
            _json.WriteStartArray("items");
            foreach (var message in rows)
            {
                _json.WriteStartObject();
                WriteId("id", message.Id);
                _json.WriteNumber("seq", message.Seq);
                WriteId("chatId", chat);
                WriteId("clientMessageId", message.ClientMessageId);
                WriteUser(message.Sender, message.Nickname);
                _json.WriteString("content", message.Content);
                WriteTime("sentAt", message.SentAt);
                WriteTime("editedAt", message.EditedAt);
                _json.WriteBoolean("isDeleted", message.DeletedAt is not null);
                _json.WriteBoolean("isDelivered", message.Seq <= delivered);
                _json.WriteBoolean("isRead", message.Seq <= read);
                if (isGroup) _json.WriteNumber("readCount", marks.Count(mark => mark.Read >= message.Seq && !mark.User.AsSpan().SequenceEqual(message.Sender)));
                _json.WriteStartArray("reactions");
                foreach (var group in reactions.Where(reaction => reaction.Seq == message.Seq).GroupBy(reaction => reaction.Emoji, StringComparer.Ordinal))
                {
                    _json.WriteStartObject();
                    _json.WriteString("emoji", group.Key);
                    _json.WriteNumber("count", group.Count());
                    _json.WriteBoolean("mine", group.Any(reaction => reaction.User.AsSpan().SequenceEqual(user)));
                    _json.WriteEndObject();
                }
                _json.WriteEndArray();
                WriteReply(message.ReplyTo);
                _json.WriteEndObject();
            }
            _json.WriteEndArray();
            _json.WriteBoolean("hasMore", hasMore);
            _json.WriteBoolean("hasMoreAfter", true);
            _json.WriteStartArray("lines");
            foreach (var line in Read(_lines, row => row.GetInt64(0), hasMore ? first : 0, before - 1)) _json.WriteNumberValue(line);
            _json.WriteEndArray();
            _json.WriteEndObject();
            _json.Flush();
            return _buffer.WrittenMemory;
        }

        public void Dispose()
        {
            foreach (var command in new[] { _membership, _messages, _reactions, _marks, _reply, _lines }) command.Dispose();
            _json.Dispose();
            _connection.Dispose();
        }

        private void WriteReply(long? seq)
        {
            if (seq is null || Read(_reply, row => (Id: row.GetFieldValue<byte[]>(0), Seq: row.GetInt64(1), Sender: row.GetFieldValue<byte[]>(2), Nickname: row.GetString(3), Content: row.GetString(4)), seq) is not [var reply])
            {
                _json.WriteNull("replyTo");
                return;
            }
            _json.WriteStartObject("replyTo");
            WriteId("id", reply.Id);
            _json.WriteNumber("seq", reply.Seq);
            WriteUser(reply.Sender, reply.Nickname);
            _json.WriteString("excerpt", reply.Content);
            _json.WriteEndObject();
        }

        private void WriteUser(byte[] id, string nickname)
        {
            _json.WriteStartObject("sender");
            WriteId("id", id);
            _json.WriteString("nickname", nickname);
            _json.WriteEndObject();
        }

        private void WriteId(string name, byte[] id) => _json.WriteString(name, new Guid(id, bigEndian: true));

        private void WriteTime(string name, long? milliseconds)
        {
            if (milliseconds is null)
            {
                _json.WriteNull(name);
                return;
            }
            Span<char> text = stackalloc char[24];
            DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Value).UtcDateTime.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            _json.WriteString(name, text[..length]);
        }

        private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
        {
            var command = _connection.CreateCommand();
            command.CommandText = sql;
            command.Parameters.Add("$chat", SqliteType.Blob);
            foreach (var parameter in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
            command.Parameters[0].Value = Array.Empty<byte>();
            for (var i = 1; i < command.Parameters.Count; i++) command.Parameters[i].Value = 0L;
            command.Prepare();
            return command;
        }

        private static List<T> Read<T>(SqliteCommand command, Func<SqliteDataReader, T> row, params ReadOnlySpan<object> values)
        {
            for (var i = 0; i < values.Length; i++) command.Parameters[i + 1].Value = values[i];
            List<T> rows = [];
            using var reader = command.ExecuteReader();
            while (reader.Read()) rows.Add(row(reader));
            return rows;
        }
    }

    private sealed record Message(byte[] Id, long Seq, byte[] ClientMessageId, byte[] Sender, string Nickname, string Content, long SentAt, long? EditedAt, long? DeletedAt, long? ReplyTo)
    {
        public static Message Of(SqliteDataReader row) => new(
            row.GetFieldValue<byte[]>(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3), row.GetString(4), row.GetString(5), row.GetInt64(6),
            row.IsDBNull(7) ? null : row.GetInt64(7), row.IsDBNull(8) ? null : row.GetInt64(8), row.IsDBNull(9) ? null : row.GetInt64(9));
    }
}
