using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RealTimeForum.Domain.Administration;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Mail;

namespace RealTimeForum.Infrastructure.Persistence.Mapping;

/// <summary>The database itself refuses to change or delete these rows: see the triggers in the migration.</summary>
internal sealed class AuditMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit");
        builder.HasKey(entry => entry.Id);
        builder.Property(entry => entry.Action).HasMaxLength(64);
        builder.Property(entry => entry.TargetType).HasMaxLength(16);
        builder.HasIndex(entry => new { entry.Action, entry.Id });
        builder.HasIndex(entry => new { entry.Actor, entry.Id });
    }
}

internal sealed class SignUpInvitationMapping : IEntityTypeConfiguration<SignUpInvitation>
{
    public void Configure(EntityTypeBuilder<SignUpInvitation> builder)
    {
        builder.ToTable("sign_up_invitations");
        builder.Ignore(invitation => invitation.Events);
        builder.HasKey(invitation => invitation.Id);
        builder.HasIndex(invitation => invitation.CodeHash).IsUnique();
    }
}

internal sealed class SampleMapping : IEntityTypeConfiguration<Sample>
{
    public void Configure(EntityTypeBuilder<Sample> builder)
    {
        builder.ToTable("samples");
        builder.HasKey(sample => sample.At);
        builder.Property(sample => sample.At).ValueGeneratedNever();
    }
}

internal sealed class MailedTokenMapping : IEntityTypeConfiguration<MailedToken>
{
    public void Configure(EntityTypeBuilder<MailedToken> builder)
    {
        builder.ToTable("mailed_tokens");
        builder.HasKey(token => token.Hash);
        builder.Property(token => token.NewEmail).HasMaxLength(EmailAddress.MaxLength).HasConversion(email => email!.Value, text => EmailAddress.Stored(text));
        builder.HasIndex(token => new { token.UserId, token.Purpose });
        builder.HasOne<User>().WithMany().HasForeignKey(token => token.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class OutboxMapping : IEntityTypeConfiguration<OutboxMail>
{
    public const int MaxFailureLength = 300;

    public void Configure(EntityTypeBuilder<OutboxMail> builder)
    {
        builder.ToTable("outbox");
        builder.HasKey(mail => mail.Id);
        builder.Property(mail => mail.Failure).HasMaxLength(MaxFailureLength);
        builder.HasIndex(mail => mail.NextAttemptAt);
        builder.HasIndex(mail => mail.UserId);
    }
}
