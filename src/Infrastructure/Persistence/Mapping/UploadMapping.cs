using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Persistence.Mapping;

internal sealed class UploadMapping : IEntityTypeConfiguration<Upload>
{
    public void Configure(EntityTypeBuilder<Upload> builder)
    {
        builder.ToTable("uploads");
        builder.HasKey(upload => upload.Id);
        builder.Property(upload => upload.ContentType).HasMaxLength(32);
        builder.Property(upload => upload.Alt).HasMaxLength(Upload.MaxAltLength);
        builder.HasIndex(upload => new { upload.Place, upload.Use });
        builder.HasIndex(upload => new { upload.Use, upload.Owner });
        builder.HasOne<User>().WithMany().HasForeignKey(upload => upload.Owner).OnDelete(DeleteBehavior.Restrict);
    }
}
