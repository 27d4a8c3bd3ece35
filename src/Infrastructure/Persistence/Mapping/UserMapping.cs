using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Identity;

namespace RealTimeForum.Infrastructure.Persistence.Mapping;

internal sealed class UserMapping : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users");
        builder.Ignore(user => user.Events);
        builder.Ignore(user => user.Suspension);
        builder.HasKey(user => user.Id);
        builder.Property(user => user.Nickname).HasMaxLength(Nickname.MaxLength).HasConversion(nickname => nickname.Value, text => Nickname.Stored(text));
        builder.Property(user => user.NicknameKey).HasMaxLength(Nickname.MaxLength * 2);
        builder.Property(user => user.Email).HasMaxLength(EmailAddress.MaxLength).HasConversion(email => email.Value, text => EmailAddress.Stored(text));
        builder.Property(user => user.EmailKey).HasMaxLength(EmailAddress.MaxLength);
        builder.ComplexProperty(user => user.Details);
        builder.Property(user => user.Language).HasDefaultValue(Language.En).HasSentinel(Language.En);
        builder.HasIndex(user => user.NicknameKey).IsUnique();
        builder.HasIndex(user => user.EmailKey).IsUnique();
        builder.HasIndex(user => new { user.NicknameOrder, user.NicknameKey });
    }
}

internal sealed class ClientMapping : IEntityTypeConfiguration<Client>
{
    public void Configure(EntityTypeBuilder<Client> builder)
    {
        builder.ToTable("clients");
        builder.Ignore(client => client.Events);
        builder.HasKey(client => client.Id);
        builder.HasOne<User>().WithOne().HasForeignKey<Client>(client => client.Id).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("accounts");
        builder.HasIndex(account => account.NormalizedEmail).HasDatabaseName("IX_accounts_normalized_email").IsUnique();
    }
}

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("sessions");
        builder.Ignore(session => session.Events);
        builder.HasKey(session => session.Id);
        builder.Property(session => session.UserAgent).HasMaxLength(Session.MaxAgentLength);
        builder.HasIndex(session => session.TokenHash).IsUnique();
        builder.HasIndex(session => session.UserId);
        builder.HasIndex(session => session.LastUsedAt);
        builder.HasOne<User>().WithMany().HasForeignKey(session => session.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ApiTokenMapping : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.ToTable("api_tokens");
        builder.Ignore(token => token.Events);
        builder.HasKey(token => token.Id);
        builder.Property(token => token.Name).HasMaxLength(ApiToken.MaxNameLength);
        builder.HasIndex(token => token.TokenHash).IsUnique();
        builder.HasIndex(token => token.UserId);
        builder.HasIndex(token => token.ExpiresAt);
        builder.Property(token => token.Scopes).HasDefaultValue(Scopes.All).HasSentinel(Scopes.All);
        builder.HasOne<User>().WithMany().HasForeignKey(token => token.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
