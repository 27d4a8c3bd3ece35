using System.Reflection;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Npgsql;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence.Mapping;
using RealTimeForum.Infrastructure.Persistence.Sqlite;

namespace RealTimeForum.Infrastructure.Persistence.Postgres;

/// <summary>The copy can't be made, or is not what it was made from; the message is for the operator.</summary>
public sealed class CopyException(string message, Exception? inner = null) : Exception(message, inner);

/// <param name="Checksum">Of all its rows, in whichever order.</param>
public sealed record CopiedTable(string Name, long Rows, string Checksum);

/// <summary>
/// Brings a whole forum from SQLite to PostgreSQL, in one transaction: until everything is there and was read again and found to be the same, nothing is
/// there, and whoever was interrupted begins anew.
/// </summary>
public sealed class CopyToPostgres
{
    private const int RowsBetweenWords = 50_000;

    private readonly SqliteDatabase _from;
    private readonly IStemmer _stemmer;
    private readonly string _data;

    internal CopyToPostgres(SqliteDatabase from, IStemmer stemmer, IOptions<ForumOptions> options) => (_from, _stemmer, _data) = (from, stemmer, options.Value.DataDirectory);

    /// <exception cref="CopyException">The target holds a forum already, or has other rows than its source.</exception>
    /// <exception cref="UnusableDatabaseException">The target can't be reached.</exception>
    public async Task<IReadOnlyList<CopiedTable>> RunAsync(string connectionString, Action<string> say, CancellationToken cancellationToken)
    {
        var options = new ForumOptions { Database = DatabaseProduct.Postgres, ConnectionString = connectionString };
        if (PostgresDatabase.Wrong(options) is { } wrong) throw new CopyException(wrong.Replace("Forum:ConnectionString", "--connection", StringComparison.Ordinal));
        await using var to = new PostgresDatabase(Options.Create(options));
        List<CopiedTable> copied = [];
        await to.PrepareAsync(
            async target =>
            {
                await target.Database.MigrateAsync(cancellationToken);
                await using (var transaction = await target.Database.BeginTransactionAsync(cancellationToken))
                {
                    await EmptyAsync(target, cancellationToken);
                    await using var source = _from.NewReader();
                    foreach (var table in InOrder(target.Model))
                    {
                        var copy = (Task<CopiedTable>)typeof(CopyToPostgres).GetMethod(nameof(CopyAsync), BindingFlags.Static | BindingFlags.NonPublic)!
                            .MakeGenericMethod(table.ClrType).Invoke(null, [source, target, table, say, cancellationToken])!;
                        copied.Add(await copy);
                    }
                    await CopyKeysAsync(target, cancellationToken);
                    await transaction.CommitAsync(cancellationToken);
                }
                say("search: everything is indexed anew");
                await to.IndexAsync(target, _stemmer, say, cancellationToken);
                target.Add(new Fact { Name = Fact.SearchIndex, Value = Infrastructure.Search.IndexWriter.Version });
                await target.SaveChangesAsync(cancellationToken);
            }, cancellationToken);
        return copied;
    }

    /// <summary>A program that was started on the target once, and found nobody, left something there.</summary>
    private static async Task EmptyAsync(ForumDb target, CancellationToken cancellationToken)
    {
        if (await target.Set<User>().AnyAsync(cancellationToken)) throw new CopyException("copy-to: there is a forum in that database already; name an empty one");
        await target.Database.ExecuteSqlRawAsync("TRUNCATE facts, categories CASCADE", cancellationToken);
    }

    /// <summary>What a table points at comes before it.</summary>
    private static List<IEntityType> InOrder(IModel model)
    {
        List<IEntityType> ordered = [];
        var left = model.GetEntityTypes().Where(type => !type.IsOwned()).OrderBy(type => type.GetTableName(), StringComparer.Ordinal).ToList();
        while (left.Count > 0)
        {
            var next = left.First(type => type.GetForeignKeys().All(key => key.PrincipalEntityType == type || ordered.Contains(key.PrincipalEntityType)));
            left.Remove(next);
            ordered.Add(next);
        }
        return ordered;
    }

    private static async Task<CopiedTable> CopyAsync<T>(ForumDb source, ForumDb target, IEntityType table, Action<string> say, CancellationToken cancellationToken)
        where T : class
    {
        var columns = table.GetFlattenedProperties().Where(property => property.Name != PostgresForumDb.Version).Select(property => new Column(property)).ToList();
        using var here = new Checksum();
        var (name, count) = (table.GetTableName()!, 0L);
        var into = $"COPY \"{name}\" ({string.Join(", ", columns.Select(column => $"\"{column.Name}\""))}) FROM STDIN (FORMAT BINARY)";
        await using (var importer = await ((NpgsqlConnection)target.Database.GetDbConnection()).BeginBinaryImportAsync(into, cancellationToken))
        {
            await foreach (var row in Rows<T>(source).WithCancellation(cancellationToken))
            {
                await importer.StartRowAsync(cancellationToken);
                foreach (var column in columns)
                {
                    if (here.Add(column.ValueOf(row)) is { } value) await importer.WriteAsync(value, column.Type, cancellationToken);
                    else await importer.WriteNullAsync(cancellationToken);
                }
                here.EndRow();
                if (++count % RowsBetweenWords == 0) say($"{name}: {count} rows");
            }
            await importer.CompleteAsync(cancellationToken);
        }

        using var there = new Checksum();
        await foreach (var row in Rows<T>(target).WithCancellation(cancellationToken))
        {
            foreach (var column in columns) there.Add(column.ValueOf(row));
            there.EndRow();
        }
        if (here.ToString() != there.ToString() || here.Rows != there.Rows)
            throw new CopyException($"copy-to: the table {name} arrived otherwise than it was sent ({here.Rows} rows {here}, {there.Rows} rows {there}); nothing was kept");
        say($"{name}: {count} rows, {here}");
        return new CopiedTable(name, count, here.ToString());
    }

    /// <summary>The index is made anew there, and says so itself.</summary>
    private static IAsyncEnumerable<T> Rows<T>(ForumDb db)
        where T : class =>
        typeof(T) == typeof(Fact) ? (IAsyncEnumerable<T>)db.Set<Fact>().AsNoTracking().Where(fact => fact.Name != Fact.SearchIndex).AsAsyncEnumerable() : db.Set<T>().AsNoTracking().AsAsyncEnumerable();

    private async Task CopyKeysAsync(ForumDb target, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_data, "keys");
        if (!Directory.Exists(folder)) return;
        foreach (var file in Directory.EnumerateFiles(folder, "*.xml").Order(StringComparer.Ordinal))
        {
            var key = XElement.Parse(await File.ReadAllTextAsync(file, cancellationToken)).ToString(SaveOptions.DisableFormatting);
            target.Add(new Fact { Name = PostgresKeys.Prefix + Path.GetFileNameWithoutExtension(file), Value = key });
        }
        await target.SaveChangesAsync(cancellationToken);
    }

    /// <summary>A column and how PostgreSQL has its values.</summary>
    private sealed class Column(IProperty property)
    {
        public string Name { get; } = property.GetColumnName();

        public string Type { get; } = property.GetRelationalTypeMapping().StoreTypeNameBase;

        public Func<object, object?> ValueOf { get; } = PreparedInserts.ValueOf(property);
    }

    /// <summary>The sum of its rows' hashes: the order of rows does not matter, that of columns does.</summary>
    private sealed class Checksum : IDisposable
    {
        private readonly IncrementalHash _row = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private ulong _sum;

        public long Rows { get; private set; }

        public object? Add(object? value)
        {
            var bytes = value switch
            {
                null => [],
                byte[] raw => raw,
                string text => System.Text.Encoding.UTF8.GetBytes(text),
                Guid id => id.ToByteArray(bigEndian: true),
                bool flag => [flag ? (byte)1 : (byte)0],
                IConvertible number => BitConverter.GetBytes(number.ToInt64(System.Globalization.CultureInfo.InvariantCulture)),
                _ => throw new InvalidOperationException($"Values of {value.GetType().Name} are not compared yet."),
            };
            _row.AppendData(BitConverter.GetBytes(value is null ? -1 : bytes.Length));
            _row.AppendData(bytes);
            return value;
        }

        public void EndRow()
        {
            _sum = unchecked(_sum + BitConverter.ToUInt64(_row.GetHashAndReset()));
            Rows++;
        }

        public void Dispose() => _row.Dispose();

        public override string ToString() => _sum.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }
}
