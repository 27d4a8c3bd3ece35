using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Identity;

namespace RealTimeForum.Infrastructure.Persistence;

/// <summary>All tables. One database product's way to keep ids is a subclass's matter.</summary>
public abstract partial class ForumDb(DbContextOptions options) : IdentityUserContext<Account, Guid>(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<TimeToMilliseconds>();
        configurationBuilder.Properties<Role>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<Gender>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<Language>().HaveConversion<string>().HaveMaxLength(2);
        configurationBuilder.Properties<MailedPurpose>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<NotificationLevel>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<Openness>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.IgnoreAny<IDomainEvent>();
    }

    /// <summary>A row that is about to change. Where several write at once, nobody else changes it until this transaction ends.</summary>
    internal virtual ValueTask<T?> FindToChangeAsync<T, TId>(TId id, CancellationToken cancellationToken)
        where T : class
        where TId : struct, IEntityId<TId> => Set<T>().FindAsync([id], cancellationToken);

    /// <summary>A comment changes together with its post: where several write at once, whoever changes one waits for the post before reading it.</summary>
    internal virtual Task WaitForPostOfAsync(CommentId comment, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(ForumDb).Assembly);
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties().Concat(entity.GetComplexProperties().SelectMany(complex => complex.ComplexType.GetProperties())))
                property.SetColumnName(Snake(property.Name.TrimStart('_')));
        }
    }

    private static string Snake(string name) => WordStart().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex WordStart();
}
