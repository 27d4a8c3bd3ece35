using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Persistence.Mapping;

internal sealed class CommentMapping : IEntityTypeConfiguration<Comment>
{
    public void Configure(EntityTypeBuilder<Comment> builder)
    {
        builder.ToTable("comments");
        builder.Ignore(comment => comment.Events);
        builder.HasKey(comment => comment.Id);
        builder.Property(comment => comment.Reactions).HasConversion(tally => tally.Text, text => ReactionTally.Stored(text));
        builder.TextLast(comment => comment.Content, behind: nameof(Comment.IsHeld));
        builder.HasIndex(comment => new { comment.PostId, comment.Number }).IsUnique();
        builder.HasIndex(comment => new { comment.Author, comment.DeletedAt });
        builder.HasOne<Post>().WithMany().HasForeignKey(comment => comment.PostId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Comment>().WithMany().HasForeignKey(comment => comment.ParentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<User>().WithMany().HasForeignKey(comment => comment.Author).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CommentRevisionMapping : IEntityTypeConfiguration<CommentRevision>
{
    public void Configure(EntityTypeBuilder<CommentRevision> builder)
    {
        builder.ToTable("comment_revisions");
        builder.HasKey(revision => new { revision.CommentId, revision.Version });
        builder.Property(revision => revision.Version).ValueGeneratedNever();
        builder.TextLast(revision => revision.Content);
        builder.HasOne<Comment>().WithMany().HasForeignKey(revision => revision.CommentId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class CommentReactionMapping : IEntityTypeConfiguration<CommentReaction>
{
    public void Configure(EntityTypeBuilder<CommentReaction> builder)
    {
        builder.ToTable("comment_reactions");
        builder.HasKey(reaction => new { reaction.CommentId, reaction.UserId, reaction.Emoji });
        builder.Property(reaction => reaction.Emoji).HasMaxLength(Emoji.MaxLength).HasConversion(emoji => emoji.Value, text => Emoji.Stored(text));
        builder.HasOne<Comment>().WithMany().HasForeignKey(reaction => reaction.CommentId).OnDelete(DeleteBehavior.Cascade);
    }
}
