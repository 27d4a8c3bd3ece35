using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Posts;

public sealed record PostWritten(PostId PostId) : IDomainEvent;

/// <summary>Edited, moved, locked, pinned, deleted or restored: whatever of it readers see, except comments and reactions.</summary>
public sealed record PostChanged(PostId PostId) : IDomainEvent;

/// <param name="Reason">Why it waits for a moderator before anybody else sees it.</param>
public sealed record PostHeld(PostId PostId, string Reason) : IDomainEvent;

/// <summary>Somebody put an emoji on it.</summary>
public sealed record PostReacted(PostId PostId, UserId UserId) : IDomainEvent;

public sealed record PostReactionsChanged(PostId PostId) : IDomainEvent;
