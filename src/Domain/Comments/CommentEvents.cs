using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Domain.Comments;

public sealed record CommentWritten(PostId PostId, CommentId CommentId) : IDomainEvent;

/// <summary>Edited, deleted or restored.</summary>
public sealed record CommentChanged(PostId PostId, CommentId CommentId) : IDomainEvent;

public sealed record CommentReactionsChanged(PostId PostId, CommentId CommentId) : IDomainEvent;
