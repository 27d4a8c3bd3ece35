using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RealTimeForum.Domain.Categories;

namespace RealTimeForum.Infrastructure.Persistence.Mapping;

internal sealed class CategoryMapping : IEntityTypeConfiguration<Category>
{
    public void Configure(EntityTypeBuilder<Category> builder)
    {
        builder.ToTable("categories");
        builder.Ignore(category => category.Events);
        builder.HasKey(category => category.Id);
        builder.Property(category => category.Name).HasMaxLength(Category.MaxNameLength);
        builder.Property(category => category.Slug).HasMaxLength(Slug.MaxLength).HasConversion(slug => slug.Value, text => Slug.Stored(text));
        builder.Property(category => category.Description).HasMaxLength(Category.MaxDescriptionLength);
        builder.Property(category => category.Color).HasMaxLength(7);
        builder.HasIndex(category => category.Slug).IsUnique();
    }
}
