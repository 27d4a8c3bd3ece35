using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Search;

/// <summary>What is indexed of a thing.</summary>
/// <param name="Scope">Stands before each word: a chat's words are its own, so that searching one costs what is said in it. Empty for what everybody reads.</param>
/// <param name="Tags">What else it is found by: its author, its category.</param>
internal sealed record IndexEntry(string Scope, IReadOnlyList<IndexedText> Texts, string Tags)
{
    public static string ScopeOf(Guid chat) => chat.ToString("N")[^10..];

    public static string AuthorTag(Guid author) => $"a{author:N}";

    public static string CategoryTag(Guid category) => $"c{category:N}";

    public static IndexEntry OfMessage(Guid chat, Guid sender, IndexedText text) => new(ScopeOf(chat), [text], AuthorTag(sender));

    public static IndexEntry OfComment(Guid author, IndexedText text) => new("", [text], AuthorTag(author));

    public static IndexEntry OfPost(Guid author, Guid category, IndexedText title, IndexedText text) => new("", [title, text], $"{AuthorTag(author)} {CategoryTag(category)}");
}

/// <summary>What a command changed of what can be found. Without <paramref name="Old"/> and <paramref name="New"/>: the chat with this id is gone.</summary>
/// <param name="Old">What the index has of it; null when nothing.</param>
/// <param name="New">What it shall have; null when nothing.</param>
internal sealed record IndexChange(SearchIn In, Guid Id, DateTimeOffset At, IndexEntry? Old, IndexEntry? New)
{
    public bool IsChatGone => Old is null && New is null;

    public static IndexChange OfNew(Message message, IndexedTexts texts) =>
        new(SearchIn.Messages, message.Id.Value, message.SentAt, Old: null, OfMessage(message, message.Content, texts));

    /// <summary>Read off what is about to be saved: no use case can forget it, and none knows of the index.</summary>
    public static IEnumerable<IndexChange> Among(ChangeTracker changes, IndexedTexts texts)
    {
        foreach (var entry in changes.Entries())
        {
            if (entry.State is EntityState.Unchanged or EntityState.Detached) continue;
            var change = entry.Entity switch
            {
                Message message => Of(entry, SearchIn.Messages, message.Id.Value, message.SentAt, before =>
                    OfMessage(message, before ? Was<MessageContent>(entry, nameof(Message.Content)) : message.Content, texts)),
                Comment comment => Of(entry, SearchIn.Comments, comment.Id.Value, comment.CreatedAt, before =>
                    IndexEntry.OfComment(comment.Author.Value, texts.Of(before ? SourceBefore(entry) : comment.Content.Source))),
                Post post => Of(entry, SearchIn.Posts, post.Id.Value, post.CreatedAt, before => before
                    ? IndexEntry.OfPost(post.Author.Value, Was<CategoryId>(entry, nameof(Post.CategoryId)).Value, texts.Of(Was<PostTitle>(entry, nameof(Post.Title)).Value), texts.Of(SourceBefore(entry)))
                    : IndexEntry.OfPost(post.Author.Value, post.CategoryId.Value, texts.Of(post.Title.Value), texts.Of(post.Content.Source))),
                Chat chat when entry.State is EntityState.Deleted => new IndexChange(SearchIn.Messages, chat.Id.Value, default, Old: null, New: null),
                _ => null,
            };
            if (change is not null) yield return change;
        }
    }

    private static IndexChange? Of(EntityEntry entry, SearchIn kind, Guid id, DateTimeOffset at, Func<bool, IndexEntry> show)
    {
        if (entry.State is EntityState.Modified && !Concerns(entry)) return null;
        var had = entry.State is not EntityState.Added && Was<DateTimeOffset?>(entry, "DeletedAt") is null;
        var has = entry.State is not EntityState.Deleted && entry.CurrentValues["DeletedAt"] is null;
        return had || has ? new IndexChange(kind, id, at, had ? show(true) : null, has ? show(false) : null) : null;
    }

    private static bool Concerns(EntityEntry entry) =>
        entry.Property("DeletedAt").IsModified || entry.Entity switch
        {
            Message => entry.Property(nameof(Message.Content)).IsModified,
            Post => entry.Property(nameof(Post.Title)).IsModified || entry.Property(nameof(Post.CategoryId)).IsModified || Source(entry).IsModified,
            _ => Source(entry).IsModified,
        };

    private static IndexEntry OfMessage(Message message, MessageContent content, IndexedTexts texts) =>
        IndexEntry.OfMessage(message.ChatId.Value, message.Sender.Value, texts.Of(content.Value));

    private static T Was<T>(EntityEntry entry, string property) => (T)entry.OriginalValues[property]!;

    private static PropertyEntry Source(EntityEntry entry) => entry.ComplexProperty(nameof(Post.Content)).Property(nameof(Markup.Source));

    private static string SourceBefore(EntityEntry entry) => (string)Source(entry).OriginalValue!;
}
