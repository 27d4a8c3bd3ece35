using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Persistence.Mapping;

internal sealed class PostMapping : IEntityTypeConfiguration<Post>
{
    public void Configure(EntityTypeBuilder<Post> builder)
    {
        builder.ToTable("posts");
        builder.Ignore(post => post.Events);
        builder.HasKey(post => post.Id);
        builder.Property(post => post.Title).HasMaxLength(PostTitle.MaxLength).HasConversion(title => title.Value, text => PostTitle.Stored(text));
        builder.Property(post => post.Reactions).HasConversion(tally => tally.Text, text => ReactionTally.Stored(text));
        builder.TextLast(post => post.Content, behind: nameof(Post.IsHeld));
        builder.HasOne<User>().WithMany().HasForeignKey(post => post.Author).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Category>().WithMany().HasForeignKey(post => post.CategoryId).OnDelete(DeleteBehavior.Restrict);

        // One for each order of each list, so that every page is a range; the last column tells deleted posts without reading their rows.
        builder.HasIndex(post => new { post.NewOrder, post.Id, post.DeletedAt });
        builder.HasIndex(post => new { post.LastActivityAt, post.Id, post.DeletedAt });
        builder.HasIndex(post => new { post.TopOrder, post.Id, post.DeletedAt });
        builder.HasIndex(post => new { post.CategoryId, post.NewOrder, post.Id, post.DeletedAt });
        builder.HasIndex(post => new { post.CategoryId, post.LastActivityAt, post.Id, post.DeletedAt });
        builder.HasIndex(post => new { post.CategoryId, post.TopOrder, post.Id, post.DeletedAt });
        builder.HasIndex(post => new { post.Author, post.NewOrder, post.Id, post.DeletedAt });
        builder.HasIndex(post => new { post.Author, post.LastActivityAt, post.Id, post.DeletedAt });
        builder.HasIndex(post => new { post.Author, post.TopOrder, post.Id, post.DeletedAt });
    }
}

internal sealed class PostRevisionMapping : IEntityTypeConfiguration<PostRevision>
{
    public void Configure(EntityTypeBuilder<PostRevision> builder)
    {
        builder.ToTable("post_revisions");
        builder.HasKey(revision => new { revision.PostId, revision.Version });
        builder.Property(revision => revision.Version).ValueGeneratedNever();
        builder.Property(revision => revision.Title).HasMaxLength(PostTitle.MaxLength).HasConversion(title => title.Value, text => PostTitle.Stored(text));
        builder.TextLast(revision => revision.Content);
        builder.HasOne<Post>().WithMany().HasForeignKey(revision => revision.PostId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PostReactionMapping : IEntityTypeConfiguration<PostReaction>
{
    public void Configure(EntityTypeBuilder<PostReaction> builder)
    {
        builder.ToTable("post_reactions");
        builder.HasKey(reaction => new { reaction.PostId, reaction.UserId, reaction.Emoji });
        builder.Property(reaction => reaction.Emoji).HasMaxLength(Emoji.MaxLength).HasConversion(emoji => emoji.Value, text => Emoji.Stored(text));
        builder.HasOne<Post>().WithMany().HasForeignKey(reaction => reaction.PostId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal static class MarkupMapping
{
    /// <summary>Long texts stand at a row's end: SQLite reads the rest of the row without them.</summary>
    /// <param name="behind">A column that only those read who read the text too.</param>
    public static void TextLast<T>(this EntityTypeBuilder<T> builder, Expression<Func<T, Markup?>> content, string? behind = null)
        where T : class
    {
        var order = 0;
        foreach (var property in builder.Metadata.GetProperties().Where(property => property.Name != behind)) property.SetColumnOrder(order++);
        var texts = builder.ComplexProperty(content);
        texts.Property(markup => markup!.Excerpt).HasColumnOrder(order++);
        texts.Property(markup => markup!.Source).HasColumnOrder(order++);
        texts.Property(markup => markup!.Html).HasColumnOrder(order++);
        if (behind is not null) builder.Property(behind).HasColumnOrder(order);
    }
}
