using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using RealTimeForum.Infrastructure.Persistence.Postgres;
using RealTimeForum.Infrastructure.Persistence.Sqlite;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Durability;

/// <summary>Each database product has migrations of its own: whoever changes the model adds one to both.</summary>
public sealed class MigrationTests
{
    [Fact]
    public void SQLite_has_what_the_model_has()
    {
        using var data = new DataFolder();
        using var db = new SqliteDatabase(Path.Combine(data.Path, "forum.db")).NewReader();
        db.Database.HasPendingModelChanges().Should().BeFalse("dotnet ef migrations add … --context SqliteForumDb was run");
        db.Database.GetDbConnection().Dispose();
    }

    [Fact]
    public void PostgreSQL_has_what_the_model_has()
    {
        using var nowhere = NpgsqlDataSource.Create("Host=localhost");
        using var db = new PostgresForumDb(PostgresDatabase.OptionsOver(nowhere));
        db.Database.HasPendingModelChanges().Should().BeFalse("dotnet ef migrations add … --context PostgresForumDb was run");
    }

    [Fact]
    public void The_model_that_was_compiled_is_the_one_that_is_written()
    {
        using var data = new DataFolder();
        using var db = new SqliteDatabase(Path.Combine(data.Path, "forum.db")).NewReader();
        var (compiled, written) = (DescriptionOf(db.Model), DescriptionOf(db.GetService<IDesignTimeModel>().Model));
        compiled.Except(written).Concat(written.Except(compiled)).Should().BeEmpty("dotnet ef dbcontext optimize … was run");
        db.Database.GetDbConnection().Dispose();
    }

    private static List<string> DescriptionOf(IModel model) =>
    [
        .. model.GetEntityTypes().SelectMany(entity => (IEnumerable<string>)
        [
            $"{entity.Name} in {entity.GetTableName()}",
            .. entity.GetFlattenedProperties().Select(property =>
                $"{entity.Name} {property.DeclaringType.Name} {property.Name} {property.ClrType} {property.GetColumnName()} {property.GetColumnType()} {property.IsNullable} {property.ValueGenerated} {property.GetTypeMapping().Converter?.ProviderClrType}"),
            .. entity.GetKeys().Select(key => $"{entity.Name} key {NamesOf(key.Properties)}"),
            .. entity.GetForeignKeys().Select(key => $"{entity.Name} {NamesOf(key.Properties)} of {key.PrincipalEntityType.Name} {key.DeleteBehavior}"),
            .. entity.GetNavigations().Select(navigation => $"{entity.Name} {navigation.Name} of {navigation.TargetEntityType.Name}"),
        ]).Order(StringComparer.Ordinal),
    ];

    private static string NamesOf(IEnumerable<IReadOnlyProperty> properties) => string.Join(' ', properties.Select(property => property.Name));
}
