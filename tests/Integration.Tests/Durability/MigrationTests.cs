using Microsoft.EntityFrameworkCore;
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
}
