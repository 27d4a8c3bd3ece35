using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using RealTimeForum.Domain.Administration;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Notifications;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Reports;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence.Sqlite;

namespace RealTimeForum.Infrastructure.Persistence.Postgres;

/// <summary>
/// Ids are of the type uuid, texts are ordered by their bytes as SQLite orders them, and a row that somebody else changed since it was read is not
/// written over: its <c>xmin</c> is another.
/// </summary>
public sealed partial class PostgresForumDb(DbContextOptions<PostgresForumDb> options) : ForumDb(options)
{
    internal const string Version = "xmin";

    private const long AdministratorsLock = 7_316_204_003;
    private const int MostKnown = 2_000;

    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);

    /// <summary>Whether something that the forum's readers see was changed through this context.</summary>
    internal bool InForum { get; set; }

    /// <summary>Locks the row before it is read: whoever else wants to change it waits here.</summary>
    internal override async ValueTask<T?> FindToChangeAsync<T, TId>(TId id, CancellationToken cancellationToken)
        where T : class
    {
        if (Set<T>().Local.FindEntry(id) is { } known) return known.Entity;
        var mapped = Model.FindEntityType(typeof(T))!;
        var (whole, locked) = ($"SELECT *, {Version} FROM {mapped.GetTableName()} WHERE id = {{0}} FOR UPDATE", $"SELECT 1 FROM {mapped.GetTableName()} WHERE id = {{0}} FOR UPDATE");
        // EF does not find the columns of complex properties in a statement of our own.
        if (!mapped.GetComplexProperties().Any()) return await Set<T>().FromSqlRaw(whole, id.Value).FirstOrDefaultAsync(cancellationToken);
        await Database.ExecuteSqlRawAsync(locked, [id.Value], cancellationToken);
        return await Set<T>().FindAsync([id], cancellationToken);
    }

    internal override Task WaitForPostOfAsync(CommentId comment, CancellationToken cancellationToken) =>
        Database.ExecuteSqlRawAsync("SELECT 1 FROM posts WHERE id = (SELECT post_id FROM comments WHERE id = {0}) FOR UPDATE", [comment.Value], cancellationToken);

    /// <summary>Two administrators who step down at once must not both count on the other: they do it one after another, and the second looks again.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var leaving = ChangeTracker.Entries<User>().Where(user => user is { State: EntityState.Modified, Entity.Role: not Role.Admin } && user.OriginalValues[nameof(User.Role)] is Role.Admin).Select(user => user.Entity.Id).ToList();
        if (leaving.Count > 0)
        {
            await Database.ExecuteSqlRawAsync($"SELECT pg_advisory_xact_lock({AdministratorsLock})", cancellationToken);
            if (!await Set<User>().AnyAsync(user => user.Role == Role.Admin && !leaving.Contains(user.Id), cancellationToken)) throw new DbUpdateConcurrencyException("The last administrator");
        }
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <summary>Takes note of what a statement changes; nothing that EF sends goes past it.</summary>
    internal void Note(string sql)
    {
        if (InForum) return;
        if (!Known.TryGetValue(sql, out var isShown))
        {
            isShown = Changed().Matches(sql).Any(change => TableChanges.IsShown(change.Groups["table"].Value));
            if (Known.Count < MostKnown) Known[sql] = isShown;
        }
        InForum = isShown;
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<UserId>().HaveConversion<IdToGuid<UserId>>();
        configurationBuilder.Properties<SessionId>().HaveConversion<IdToGuid<SessionId>>();
        configurationBuilder.Properties<ChatId>().HaveConversion<IdToGuid<ChatId>>();
        configurationBuilder.Properties<MessageId>().HaveConversion<IdToGuid<MessageId>>();
        configurationBuilder.Properties<SignUpInvitationId>().HaveConversion<IdToGuid<SignUpInvitationId>>();
        configurationBuilder.Properties<CategoryId>().HaveConversion<IdToGuid<CategoryId>>();
        configurationBuilder.Properties<PostId>().HaveConversion<IdToGuid<PostId>>();
        configurationBuilder.Properties<UploadId>().HaveConversion<IdToGuid<UploadId>>();
        configurationBuilder.Properties<ReportId>().HaveConversion<IdToGuid<ReportId>>();
        configurationBuilder.Properties<NotificationId>().HaveConversion<IdToGuid<NotificationId>>();
        configurationBuilder.Properties<CommentId>().HaveConversion<IdToGuid<CommentId>>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        // Only what has a table: others are found on the way and are gone at the end.
        foreach (var entity in builder.Model.GetEntityTypes().Where(entity => entity.FindAnnotation(RelationalAnnotationNames.TableName) is not null).ToList())
        {
            builder.Entity(entity.ClrType).Property<uint>(Version).IsRowVersion();
            foreach (var text in entity.GetProperties().Concat(entity.GetComplexProperties().SelectMany(complex => complex.ComplexType.GetProperties())).Where(property => (property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType) == typeof(string)))
                text.SetCollation("C");
        }
    }

    [GeneratedRegex("""(?:INSERT INTO|UPDATE|DELETE FROM|MERGE INTO)\s+"?(?<table>\w+)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Changed();
}

/// <summary>For <c>dotnet ef migrations add</c> only.</summary>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresForumDb>
{
    public PostgresForumDb CreateDbContext(string[] args) => new(PostgresDatabase.OptionsOver(NpgsqlDataSource.Create("Host=localhost")));
}
