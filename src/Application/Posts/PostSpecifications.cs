using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Chats;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Posts;

internal static class PostSpecifications
{
    /// <summary>Gets ready what the index has of it, before the writer's turn.</summary>
    public static async ValueTask PrepareAsync(this IIndexedTexts texts, IReadDb db, PostId id, CancellationToken cancellationToken)
    {
        if (await db.FirstAsync(db.Posts.Where(post => post.Id == id).Select(post => post.Content.Source), cancellationToken) is { } text) texts.Prepare(text);
    }

    /// <summary>What this reader may know of; nobody is a visitor.</summary>
    public static IQueryable<Post> VisibleTo(this IQueryable<Post> posts, IActor reader) => reader.IsStaff ? posts : posts.Where(post => post.DeletedAt == null);

    public static IQueryable<Post> WithId(this IQueryable<Post> posts, PostId id) => posts.Where(post => post.Id == id);

    /// <summary>Posts as lists show them, in the order they come in.</summary>
    public static IQueryable<PostLine> Lines(this IReadDb db, IQueryable<Post> posts) =>
        from post in posts
        join author in db.Users on post.Author equals author.Id
        join category in db.Categories on post.CategoryId equals category.Id
        select new PostLine(
            post.Id, post.Title, post.Content.Excerpt, author.Id, author.Nickname, category.Id, category.Slug, category.Name, post.CreatedAt, post.EditedAt,
            post.LastActivityAt, post.CommentCount, post.Reactions, post.IsPinned, post.IsLocked, post.DeletedAt != null, post.Version, post.NewOrder, post.TopOrder);

    /// <summary>Which emojis the reader put on each of these posts.</summary>
    public static async Task<ILookup<PostId, string>> MineOnAsync(this IReadDb db, IActor reader, IReadOnlyCollection<PostId> posts, CancellationToken cancellationToken)
    {
        if (!reader.IsSignedIn || posts.Count == 0) return Array.Empty<PostReaction>().ToLookup(reaction => reaction.PostId, _ => "");
        var mine = db.PostReactions.Where(reaction => posts.Contains(reaction.PostId) && reaction.UserId == reader.UserId);
        return (await db.ListAsync(mine, cancellationToken)).ToLookup(reaction => reaction.PostId, reaction => reaction.Emoji.Value);
    }

    public static Participant AsParticipant(this IActor actor) => new(actor.UserId, actor.IsStaff);
}

/// <summary>A row of a list of posts, before reactions are told apart by reader.</summary>
internal sealed record PostLine(
    PostId Id, PostTitle Title, string Excerpt, UserId AuthorId, Nickname Author, CategoryId CategoryId, Slug CategorySlug, string CategoryName,
    DateTimeOffset CreatedAt, DateTimeOffset? EditedAt, DateTimeOffset LastActivityAt, int CommentCount, ReactionTally Reactions,
    bool IsPinned, bool IsLocked, bool IsDeleted, int Version, long NewOrder, long TopOrder)
{
    public PostItem Show(ILookup<PostId, string> mine) => Show(ReactionViews.Of(Reactions, mine[Id]));

    public PostItem ShowToEveryone() => Show(ReactionViews.ForEveryone(Reactions));

    private PostItem Show(ReactionView[] reactions) => new(
        Id.Value, Title.Value, Excerpt, new UserRef(AuthorId.Value, Author.Value), new CategoryRef(CategoryId.Value, CategorySlug.Value, CategoryName),
        CreatedAt, EditedAt, LastActivityAt, CommentCount, reactions, IsPinned, IsLocked, IsDeleted, Version);
}
