using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Notifications;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Reports;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Persistence.Mapping;

internal sealed class ReportMapping : IEntityTypeConfiguration<Report>
{
    public void Configure(EntityTypeBuilder<Report> builder)
    {
        builder.ToTable("reports");
        builder.Ignore(report => report.Events);
        builder.HasKey(report => report.Id);
        builder.Property(report => report.TargetType).HasConversion<string>().HasMaxLength(16);
        builder.Property(report => report.State).HasConversion<string>().HasMaxLength(16);
        builder.Property(report => report.Reason).HasMaxLength(Report.MaxReasonLength);
        builder.Property(report => report.Note).HasMaxLength(Report.MaxNoteLength);
        builder.HasIndex(report => new { report.State, report.Id });
        builder.HasIndex(report => new { report.TargetType, report.TargetId, report.State });
    }
}

internal sealed class ReportedMessageMapping : IEntityTypeConfiguration<ReportedMessage>
{
    public void Configure(EntityTypeBuilder<ReportedMessage> builder)
    {
        builder.ToTable("reported_messages");
        builder.HasKey(message => new { message.ReportId, message.Seq });
        builder.Property(message => message.Seq).ValueGeneratedNever();
        builder.Property(message => message.Content).HasMaxLength(MessageContent.MaxLength);
        builder.HasOne<Report>().WithMany().HasForeignKey(message => message.ReportId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class NotificationMapping : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("notifications");
        builder.Ignore(notification => notification.Events);
        builder.HasKey(notification => notification.Id);
        builder.Property(notification => notification.Kind).HasConversion<string>().HasMaxLength(16);
        builder.HasIndex(notification => new { notification.UserId, notification.Id });
        builder.HasIndex(notification => new { notification.PostId, notification.UserId });
        builder.HasOne<User>().WithMany().HasForeignKey(notification => notification.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class NotificationMarkMapping : IEntityTypeConfiguration<NotificationMark>
{
    public void Configure(EntityTypeBuilder<NotificationMark> builder)
    {
        builder.ToTable("notification_marks");
        builder.HasKey(mark => mark.UserId);
        builder.HasOne<User>().WithMany().HasForeignKey(mark => mark.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PostTagMapping : IEntityTypeConfiguration<PostTag>
{
    public void Configure(EntityTypeBuilder<PostTag> builder)
    {
        builder.ToTable("post_tags");
        builder.HasKey(tag => new { tag.PostId, tag.Tag });
        builder.Property(tag => tag.Tag).HasMaxLength(Tag.MaxLength);
        builder.HasIndex(tag => new { tag.Tag, tag.PostId });
        builder.HasOne<Post>().WithMany().HasForeignKey(tag => tag.PostId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PostInterestMapping : IEntityTypeConfiguration<PostInterest>
{
    public void Configure(EntityTypeBuilder<PostInterest> builder)
    {
        builder.ToTable("post_interests");
        builder.HasKey(interest => new { interest.PostId, interest.UserId });
        builder.HasIndex(interest => new { interest.UserId, interest.PostId }).HasFilter("is_followed OR is_bookmarked");
        builder.HasOne<Post>().WithMany().HasForeignKey(interest => interest.PostId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(interest => interest.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PostVisitMapping : IEntityTypeConfiguration<PostVisit>
{
    public void Configure(EntityTypeBuilder<PostVisit> builder)
    {
        builder.ToTable("post_visits");
        builder.HasKey(visit => new { visit.PostId, visit.UserId });
        builder.HasOne<Post>().WithMany().HasForeignKey(visit => visit.PostId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(visit => visit.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
