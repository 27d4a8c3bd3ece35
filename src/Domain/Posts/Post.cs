using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Posts;

/// <summary>What somebody wrote for everyone, with what its lists and counters need. Its comments are aggregates of their own, numbered by it.</summary>
public sealed class Post : AggregateRoot<PostId>
{
    /// <summary>Of the content, in UTF-16 units.</summary>
    public const int MaxLength = 50_000;

    private const long PinnedFirst = 1L << 52;
    private const int SecondsBits = 33;

    private Post() => (Title, Content, Reactions) = (null!, null!, null!);

    private Post(UserId author, CategoryId category, PostTitle title, Markup content, DateTimeOffset now)
    {
        (Id, Author, CategoryId, Title, Content, Reactions) = (PostId.New(), author, category, title, content, ReactionTally.None);
        (CreatedAt, LastActivityAt) = (now, now);
        Place();
    }

    public UserId Author { get; private set; }

    public CategoryId CategoryId { get; private set; }

    public PostTitle Title { get; private set; }

    public Markup Content { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When title or text last changed.</summary>
    public DateTimeOffset? EditedAt { get; private set; }

    /// <summary>1, and one more with every edit of title or text; what <c>If-Match</c> looks at.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>When it was written or last commented on.</summary>
    public DateTimeOffset LastActivityAt { get; private set; }

    /// <summary>Comments that are not deleted.</summary>
    public int CommentCount { get; private set; }

    /// <summary>The number of the newest comment, deleted or not; 0 before the first.</summary>
    public long LastCommentNumber { get; private set; }

    public ReactionTally Reactions { get; private set; }

    public bool IsPinned { get; private set; }

    public bool IsLocked { get; private set; }

    public DateTimeOffset? DeletedAt { get; private set; }

    public bool IsDeletedByStaff { get; private set; }

    public bool IsDeleted => DeletedAt is not null;

    /// <summary>Deleted until a moderator publishes it; its author sees it meanwhile.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Sorts the newest last, and what is pinned after everything else: lists read it backwards.</summary>
    public long NewOrder { get; private set; }

    /// <summary>Sorts by reactions, then by age.</summary>
    public long TopOrder { get; private set; }

    public static Post Write(UserId author, CategoryId category, PostTitle title, Markup content, DateTimeOffset now, string? heldFor = null)
    {
        var post = new Post(author, category, title, content, now);
        if (heldFor is null) post.Raise(new PostWritten(post.Id));
        else post.Hold(heldFor, now);
        return post;
    }

    /// <summary>A deleted post is there for those who keep order, and for nobody else; one that is held also for its author.</summary>
    public bool IsVisibleTo(Participant reader) => !IsDeleted || reader.IsStaff || (IsHeld && reader.UserId == Author);

    /// <summary>Takes it out of everyone's sight until a moderator has decided.</summary>
    public void Hold(string reason, DateTimeOffset now)
    {
        (DeletedAt, IsDeletedByStaff, IsHeld) = (now, true, true);
        if (Version > 1) Raise(new PostChanged(Id));
        Raise(new PostHeld(Id, reason));
    }

    /// <summary>Waits no longer, but stays deleted.</summary>
    public void Reject() => IsHeld = false;

    /// <returns>What it said before; null when nothing changes.</returns>
    public Result<PostRevision?> Edit(Participant editor, PostTitle title, Markup content, DateTimeOffset now)
    {
        if (RefusalToChange(editor) is { } refusal) return refusal;
        if (title == Title && content.Source == Content.Source) return (PostRevision?)null;
        var before = new PostRevision(this, editor.UserId, now);
        (Title, Content, EditedAt, Version) = (title, content, now, Version + 1);
        Raise(new PostChanged(Id));
        return before;
    }

    public Result<Done> Move(Participant mover, CategoryId category)
    {
        if (RefusalToChange(mover) is { } refusal) return refusal;
        if (CategoryId == category) return Done.Instance;
        CategoryId = category;
        Raise(new PostChanged(Id));
        return Done.Instance;
    }

    /// <summary>Its tags, which are rows of their own, are others now.</summary>
    public void Retagged() => Raise(new PostChanged(Id));

    /// <summary>What staff deletes stays deleted, also when its author had deleted it before.</summary>
    public Result<Done> Delete(Participant deleter, DateTimeOffset now)
    {
        if (!IsVisibleTo(deleter)) return PostErrors.NotFound;
        if (!deleter.MayChange(Author)) return PostErrors.NotYours;
        if (deleter.UserId != Author) IsDeletedByStaff = true;
        IsHeld = false;
        if (IsDeleted) return Done.Instance;
        DeletedAt = now;
        Raise(new PostChanged(Id));
        return Done.Instance;
    }

    /// <summary>By staff; by the author, who can't see it any more, where it was they who deleted it.</summary>
    public Result<Done> Restore(Participant restorer)
    {
        if (!restorer.MayChange(Author)) return IsDeleted ? PostErrors.NotFound : PostErrors.NotYours;
        if (!IsDeleted) return Done.Instance;
        if (IsDeletedByStaff && !restorer.IsStaff) return PostErrors.DeletedByStaff;
        var isNew = IsHeld && Version == 1;
        (DeletedAt, IsDeletedByStaff, IsHeld) = (null, false, false);
        Raise(isNew ? new PostWritten(Id) : new PostChanged(Id));
        return Done.Instance;
    }

    public Result<Done> SetLocked(Participant keeper, bool locked)
    {
        if (RefusalToKeepOrder(keeper) is { } refusal) return refusal;
        if (IsLocked == locked) return Done.Instance;
        IsLocked = locked;
        Raise(new PostChanged(Id));
        return Done.Instance;
    }

    public Result<Done> SetPinned(Participant keeper, bool pinned)
    {
        if (RefusalToKeepOrder(keeper) is { } refusal) return refusal;
        if (IsPinned == pinned) return Done.Instance;
        IsPinned = pinned;
        Place();
        Raise(new PostChanged(Id));
        return Done.Instance;
    }

    /// <summary>For somebody who may touch it, and has not put this emoji on it yet.</summary>
    public Result<PostReaction> React(UserId reactor, Emoji emoji, DateTimeOffset now)
    {
        if (Reactions.Plus(emoji) is not { } more) return PostErrors.TooManyEmojis;
        Count(more);
        Raise(new PostReacted(Id, reactor));
        return new PostReaction(Id, reactor, emoji, now);
    }

    public void TakeBack(PostReaction reaction) => Count(Reactions.Minus(reaction.Emoji));

    /// <param name="parent">The comment of this post that is answered; its count of replies goes up.</param>
    /// <param name="heldFor">Why nobody else sees it until a moderator has decided; null where nothing is wrong.</param>
    public Result<Comment> Comment(Participant author, Comment? parent, Markup content, DateTimeOffset now, string? heldFor = null)
    {
        if (RefusalToTouch(author) is { } refusal) return refusal;
        if (IsLocked && !author.IsStaff) return PostErrors.Locked;
        if (parent is not null && (parent.PostId != Id || parent.IsDeleted)) return CommentErrors.ParentNotFound;
        var comment = new Comment(Id, ++LastCommentNumber, parent?.Id, author.UserId, content, now, heldFor);
        if (heldFor is not null) return comment;
        parent?.GainReply();
        CommentCount++;
        LastActivityAt = now;
        return comment;
    }

    internal void CommentWent() => CommentCount--;

    internal void CommentCameBack() => CommentCount++;

    /// <summary>A comment that was held is there now.</summary>
    internal void CommentCame(DateTimeOffset now)
    {
        CommentCount++;
        LastActivityAt = now > LastActivityAt ? now : LastActivityAt;
    }

    /// <summary>Why this person may not put anything on it; null when they may.</summary>
    public Error? RefusalToTouch(Participant person) => !IsVisibleTo(person) ? PostErrors.NotFound : IsDeleted ? PostErrors.Deleted : null;

    private Error? RefusalToChange(Participant editor) =>
        !IsVisibleTo(editor) ? PostErrors.NotFound : !editor.MayChange(Author) ? PostErrors.NotYours : IsDeleted ? PostErrors.Deleted : null;

    private Error? RefusalToKeepOrder(Participant keeper) => !IsVisibleTo(keeper) ? PostErrors.NotFound : !keeper.IsStaff ? CommonErrors.Forbidden : null;

    private void Count(ReactionTally reactions)
    {
        Reactions = reactions;
        Place();
        Raise(new PostReactionsChanged(Id));
    }

    private void Place()
    {
        NewOrder = CreatedAt.ToUnixTimeMilliseconds() + (IsPinned ? PinnedFirst : 0);
        TopOrder = ((long)Reactions.Total << SecondsBits) + CreatedAt.ToUnixTimeSeconds();
    }
}
