using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Comments;

/// <summary>What somebody said under a post, maybe in answer to another comment of it.</summary>
public sealed class Comment : AggregateRoot<CommentId>
{
    /// <summary>Of the content, in UTF-16 units.</summary>
    public const int MaxLength = 10_000;

    private Comment() => (Content, Reactions) = (null!, null!);

    internal Comment(PostId postId, long number, CommentId? parentId, UserId author, Markup content, DateTimeOffset now, string? heldFor)
    {
        (Id, PostId, Number, ParentId, Author, Content, CreatedAt, Reactions) = (CommentId.New(), postId, number, parentId, author, content, now, ReactionTally.None);
        if (heldFor is null) Raise(new CommentWritten(postId, Id));
        else MarkHeld(heldFor, now);
    }

    public PostId PostId { get; private set; }

    /// <summary>1, 2, 3 under its post, in the order they were written; deleted ones keep theirs.</summary>
    public long Number { get; private set; }

    public CommentId? ParentId { get; private set; }

    public UserId Author { get; private set; }

    public Markup Content { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? EditedAt { get; private set; }

    /// <summary>1, and one more with every edit; what <c>If-Match</c> looks at.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>Direct replies that lists show, places of deleted ones included.</summary>
    public int ReplyCount { get; private set; }

    public ReactionTally Reactions { get; private set; }

    public DateTimeOffset? DeletedAt { get; private set; }

    public bool IsDeletedByStaff { get; private set; }

    public bool IsDeleted => DeletedAt is not null;

    /// <summary>Deleted until a moderator publishes it; its author sees it meanwhile.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Whether lists have a place for it: a deleted comment keeps its place while there are replies to it.</summary>
    public bool HasPlace => !IsDeleted || ReplyCount > 0;

    /// <returns>What it said before; null when nothing changes.</returns>
    public Result<CommentRevision?> Edit(Post post, Participant editor, Markup content, DateTimeOffset now)
    {
        if (RefusalToChange(post, editor) is { } refusal) return refusal;
        if (IsDeleted) return CommentErrors.Deleted;
        if (content.Source == Content.Source) return (CommentRevision?)null;
        var before = new CommentRevision(this, editor.UserId, now);
        (Content, EditedAt, Version) = (content, now, Version + 1);
        Raise(new CommentChanged(PostId, Id));
        return before;
    }

    /// <summary>Takes it out of everyone's sight until a moderator has decided.</summary>
    public void Hold(Post post, string reason, DateTimeOffset now)
    {
        post.CommentWent();
        MarkHeld(reason, now);
        Raise(new CommentChanged(PostId, Id));
    }

    /// <summary>Waits no longer, but stays deleted.</summary>
    public void Reject() => IsHeld = false;

    /// <summary>What staff deletes stays deleted, also when its author had deleted it before.</summary>
    public Result<Done> Delete(Post post, Participant deleter, DateTimeOffset now)
    {
        if (RefusalToChange(post, deleter) is { } refusal) return refusal;
        if (deleter.UserId != Author) IsDeletedByStaff = true;
        IsHeld = false;
        if (IsDeleted) return Done.Instance;
        DeletedAt = now;
        post.CommentWent();
        Raise(new CommentChanged(PostId, Id));
        return Done.Instance;
    }

    /// <summary>By staff; by the author where it was they who deleted it.</summary>
    public Result<Done> Restore(Post post, Participant restorer)
    {
        if (post.RefusalToTouch(restorer) is { } hidden) return hidden;
        if (!restorer.MayChange(Author)) return IsDeleted ? CommentErrors.NotFound : CommentErrors.NotYours;
        if (!IsDeleted) return Done.Instance;
        if (IsDeletedByStaff && !restorer.IsStaff) return CommentErrors.DeletedByStaff;
        var isNew = IsHeld && Version == 1;
        (DeletedAt, IsDeletedByStaff, IsHeld) = (null, false, false);
        if (isNew) post.CommentCame(CreatedAt);
        else post.CommentCameBack();
        Raise(isNew ? new CommentWritten(PostId, Id) : new CommentChanged(PostId, Id));
        return Done.Instance;
    }

    /// <summary>For somebody who may touch it, and has not put this emoji on it yet.</summary>
    public Result<CommentReaction> React(UserId reactor, Emoji emoji, DateTimeOffset now)
    {
        if (Reactions.Plus(emoji) is not { } more) return PostErrors.TooManyEmojis;
        Count(more);
        Raise(new CommentReacted(PostId, Id, reactor));
        return new CommentReaction(Id, reactor, emoji, now);
    }

    public void TakeBack(CommentReaction reaction) => Count(Reactions.Minus(reaction.Emoji));

    /// <summary>A reply to it took a place in the lists.</summary>
    public void GainReply() => ReplyCount++;

    /// <summary>A reply to it left the lists.</summary>
    public void LoseReply() => ReplyCount--;

    /// <summary>Why this person may not put anything on it; null when they may.</summary>
    public Error? RefusalToTouch(Post post, Participant person) => post.RefusalToTouch(person) ?? (IsDeleted ? person.IsStaff ? CommentErrors.Deleted : CommentErrors.NotFound : null);

    private Error? RefusalToChange(Post post, Participant editor) =>
        post.RefusalToTouch(editor)
        ?? (IsDeleted && !editor.IsStaff && !(IsHeld && editor.UserId == Author) ? CommentErrors.NotFound : !editor.MayChange(Author) ? CommentErrors.NotYours : null);

    private void MarkHeld(string reason, DateTimeOffset now)
    {
        (DeletedAt, IsDeletedByStaff, IsHeld) = (now, true, true);
        Raise(new CommentHeld(PostId, Id, reason));
    }

    private void Count(ReactionTally reactions)
    {
        Reactions = reactions;
        Raise(new CommentReactionsChanged(PostId, Id));
    }
}
