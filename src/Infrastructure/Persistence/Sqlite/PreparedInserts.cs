using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace RealTimeForum.Infrastructure.Persistence.Sqlite;

/// <summary>Inserts entities one by one through a prepared command for each table, made from the same mapping that EF saves by: many times faster than saving, and nothing is tracked.</summary>
internal sealed class PreparedInserts(IModel model, SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<Type, Table> _tables = [];

    public SqliteTransaction? Transaction { get; set; }

    public void Add(object entity)
    {
        if (!_tables.TryGetValue(entity.GetType(), out var table))
        {
            var mapped = model.FindEntityType(entity.GetType()) ?? throw new InvalidOperationException($"{entity.GetType().Name} is mapped to no table.");
            _tables.Add(entity.GetType(), table = new Table(mapped, connection, Transaction));
        }
        table.Insert(entity, Transaction);
    }

    public void AddRange(IEnumerable<object> entities)
    {
        foreach (var entity in entities) Add(entity);
    }

    public void Dispose()
    {
        foreach (var table in _tables.Values) table.Dispose();
    }

    /// <summary>The value of a column as the database has it.</summary>
    public static Func<object, object?> ValueOf(IProperty column)
    {
        var getter = column.GetGetter();
        return column.GetTypeMapping().Converter is { } converter
            ? entity => converter.ConvertToProvider(getter.GetClrValueUsingContainingEntity(entity))
            : getter.GetClrValueUsingContainingEntity;
    }

    private sealed class Table : IDisposable
    {
        private readonly SqliteCommand _insert;
        private readonly SqliteParameter[] _parameters;
        private readonly Func<object, object?>[] _values;

        public Table(IEntityType mapped, SqliteConnection connection, SqliteTransaction? transaction)
        {
            var columns = mapped.GetFlattenedProperties().ToList();
            _values = [.. columns.Select(ValueOf)];
            _parameters = [.. columns.Select((_, i) => new SqliteParameter { ParameterName = $"$p{i}" })];
            var names = string.Join(", ", columns.Select(column => $"\"{column.GetColumnName()}\""));
            _insert = connection.CreateCommand();
            _insert.CommandText = $"INSERT INTO \"{mapped.GetTableName()}\" ({names}) VALUES ({string.Join(", ", _parameters.Select(parameter => parameter.ParameterName))})";
            _insert.Transaction = transaction;
            _insert.Parameters.AddRange(_parameters);
            _insert.Prepare();
        }

        public void Insert(object entity, SqliteTransaction? transaction)
        {
            _insert.Transaction = transaction;
            for (var i = 0; i < _values.Length; i++) _parameters[i].Value = _values[i](entity) ?? DBNull.Value;
            _insert.ExecuteNonQuery();
        }

        public void Dispose() => _insert.Dispose();
    }
}
