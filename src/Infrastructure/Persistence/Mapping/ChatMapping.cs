using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Persistence.Mapping;

internal sealed class ChatMapping : IEntityTypeConfiguration<Chat>
{
    public void Configure(EntityTypeBuilder<Chat> builder)
    {
        builder.ToTable("chats");
        builder.Ignore(chat => chat.Events);
        builder.HasKey(chat => chat.Id);
        builder.Property(chat => chat.Name).HasMaxLength(Chat.MaxNameLength);
        builder.Property(chat => chat.Pair).HasMaxLength(64).HasConversion(pair => pair!.Value, text => PairKey.Stored(text));
        builder.HasIndex(chat => chat.Pair).IsUnique();
    }
}

internal sealed class MemberMapping : IEntityTypeConfiguration<Member>
{
    public void Configure(EntityTypeBuilder<Member> builder)
    {
        builder.ToTable("members");
        builder.HasKey(member => new { member.ChatId, member.UserId });
        builder.HasIndex(member => member.UserId);
        builder.HasOne<Chat>().WithMany().HasForeignKey(member => member.ChatId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(member => member.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class MessageMapping : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.ToTable("messages");
        builder.HasKey(message => new { message.ChatId, message.Seq });
        builder.Property(message => message.Seq).ValueGeneratedNever();
        builder.Property(message => message.Content).HasMaxLength(MessageContent.MaxLength).HasConversion(content => content.Value, text => MessageContent.Stored(text));
        builder.Property<byte[]>("_fingerprint").HasMaxLength(16);
        builder.HasIndex(message => message.Id).IsUnique();
        builder.HasIndex(message => new { message.Sender, message.ClientMessageId }).IsUnique();
        builder.HasIndex(message => new { message.ChatId, message.PinnedAt }).HasFilter("pinned_at IS NOT NULL");
        builder.HasOne<Chat>().WithMany().HasForeignKey(message => message.ChatId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class MessageRevisionMapping : IEntityTypeConfiguration<MessageRevision>
{
    public void Configure(EntityTypeBuilder<MessageRevision> builder)
    {
        builder.ToTable("message_revisions");
        builder.HasKey(revision => new { revision.ChatId, revision.MessageSeq, revision.ReplacedAt });
        builder.Property(revision => revision.Content).HasMaxLength(MessageContent.MaxLength).HasConversion(content => content.Value, text => MessageContent.Stored(text));
        builder.HasOne<Message>().WithMany().HasForeignKey(revision => new { revision.ChatId, revision.MessageSeq }).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ReactionMapping : IEntityTypeConfiguration<Reaction>
{
    public void Configure(EntityTypeBuilder<Reaction> builder)
    {
        builder.ToTable("reactions");
        builder.HasKey(reaction => new { reaction.ChatId, reaction.MessageSeq, reaction.UserId, reaction.Emoji });
        builder.Property(reaction => reaction.Emoji).HasMaxLength(Emoji.MaxLength).HasConversion(emoji => emoji.Value, text => Emoji.Stored(text));
        builder.HasOne<Message>().WithMany().HasForeignKey(reaction => new { reaction.ChatId, reaction.MessageSeq }).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class LogEntryMapping : IEntityTypeConfiguration<LogEntry>
{
    public void Configure(EntityTypeBuilder<LogEntry> builder)
    {
        builder.ToTable("chat_log");
        builder.HasKey(entry => new { entry.ChatId, entry.Seq });
        // Who came and went is shown between the messages: few lines among many.
        builder.HasIndex(entry => new { entry.ChatId, entry.Seq }, "IX_chat_log_lines").HasFilter("type >= 6");
        builder.Property(entry => entry.Seq).ValueGeneratedNever();
        builder.Property(entry => entry.Name).HasMaxLength(Chat.MaxNameLength);
        builder.Property(entry => entry.Emoji).HasMaxLength(Emoji.MaxLength).HasConversion(emoji => emoji!.Value, text => Emoji.Stored(text));
        builder.HasOne<Chat>().WithMany().HasForeignKey(entry => entry.ChatId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class MarkTimeMapping : IEntityTypeConfiguration<MarkTime>
{
    public void Configure(EntityTypeBuilder<MarkTime> builder)
    {
        builder.ToTable("mark_times");
        builder.HasKey(time => new { time.ChatId, time.UserId, time.IsRead, time.Seq });
        builder.HasOne<Chat>().WithMany().HasForeignKey(time => time.ChatId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class MentionMapping : IEntityTypeConfiguration<Mention>
{
    public void Configure(EntityTypeBuilder<Mention> builder)
    {
        builder.ToTable("mentions");
        builder.HasKey(mention => new { mention.ChatId, mention.UserId, mention.MessageSeq });
        builder.HasOne<Message>().WithMany().HasForeignKey(mention => new { mention.ChatId, mention.MessageSeq }).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class InviteMapping : IEntityTypeConfiguration<Invite>
{
    public void Configure(EntityTypeBuilder<Invite> builder)
    {
        builder.ToTable("invites");
        builder.HasKey(invite => invite.Code);
        builder.HasIndex(invite => invite.Id).IsUnique();
        builder.Property(invite => invite.Code).HasMaxLength(22);
        builder.HasOne<Chat>().WithMany().HasForeignKey(invite => invite.ChatId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RemovalMapping : IEntityTypeConfiguration<Removal>
{
    public void Configure(EntityTypeBuilder<Removal> builder)
    {
        builder.ToTable("removals");
        builder.HasKey(removal => new { removal.ChatId, removal.UserId });
        builder.HasIndex(removal => removal.UserId);
        builder.HasOne<Chat>().WithMany().HasForeignKey(removal => removal.ChatId).OnDelete(DeleteBehavior.Cascade);
    }
}
