using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Comments;

public sealed record CommentWritten(PostId PostId, CommentId CommentId) : IDomainEvent;

/// <summary>Edited, deleted or restored.</summary>
public sealed record CommentChanged(PostId PostId, CommentId CommentId) : IDomainEvent;

/// <param name="Reason">Why it waits for a moderator before anybody else sees it.</param>
public sealed record CommentHeld(PostId PostId, CommentId CommentId, string Reason) : IDomainEvent;

/// <summary>Somebody put an emoji on it.</summary>
public sealed record CommentReacted(PostId PostId, CommentId CommentId, UserId UserId) : IDomainEvent;

public sealed record CommentReactionsChanged(PostId PostId, CommentId CommentId) : IDomainEvent;
