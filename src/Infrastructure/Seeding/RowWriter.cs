using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.Infrastructure.Seeding;

/// <summary>Inserts entities one by one through a prepared command for each table, made from the same mapping that EF saves by: many times faster than saving, and nothing is tracked.</summary>
internal sealed class RowWriter(ForumDb db, SqliteConnection connection, SqliteTransaction transaction) : IDisposable
{
    private readonly Dictionary<Type, Table> _tables = [];

    public void Add(object entity)
    {
        if (!_tables.TryGetValue(entity.GetType(), out var table))
        {
            var mapped = db.Model.FindEntityType(entity.GetType()) ?? throw new InvalidOperationException($"{entity.GetType().Name} is mapped to no table.");
            _tables.Add(entity.GetType(), table = new Table(mapped, connection, transaction));
        }
        table.Insert(entity);
    }

    public void AddRange(IEnumerable<object> entities)
    {
        foreach (var entity in entities) Add(entity);
    }

    public void Dispose()
    {
        foreach (var table in _tables.Values) table.Dispose();
    }

    private sealed class Table : IDisposable
    {
        private readonly SqliteCommand _insert;
        private readonly Func<object, object?>[] _values;

        public Table(IEntityType mapped, SqliteConnection connection, SqliteTransaction transaction)
        {
            var columns = mapped.GetFlattenedProperties().ToList();
            _values = [.. columns.Select(ValueOf)];
            _insert = connection.CreateCommand();
            _insert.Transaction = transaction;
            var names = string.Join(", ", columns.Select(column => $"\"{column.GetColumnName()}\""));
            var values = string.Join(", ", columns.Select((_, i) => $"$p{i}"));
            _insert.CommandText = $"INSERT INTO \"{mapped.GetTableName()}\" ({names}) VALUES ({values})";
            for (var i = 0; i < columns.Count; i++) _insert.Parameters.Add(new SqliteParameter { ParameterName = $"$p{i}" });
            _insert.Prepare();
        }

        public void Insert(object entity)
        {
            for (var i = 0; i < _values.Length; i++) _insert.Parameters[i].Value = _values[i](entity) ?? DBNull.Value;
            _insert.ExecuteNonQuery();
        }

        public void Dispose() => _insert.Dispose();

        private static Func<object, object?> ValueOf(IProperty column)
        {
            var getter = column.GetGetter();
            return column.GetTypeMapping().Converter is { } converter
                ? entity => converter.ConvertToProvider(getter.GetClrValueUsingContainingEntity(entity))
                : getter.GetClrValueUsingContainingEntity;
        }
    }
}
