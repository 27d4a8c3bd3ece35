using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Posts;

public sealed record PostWritten(PostId PostId) : IDomainEvent;

/// <summary>Edited, moved, locked, pinned, deleted or restored: whatever of it readers see, except comments and reactions.</summary>
public sealed record PostChanged(PostId PostId) : IDomainEvent;

public sealed record PostReactionsChanged(PostId PostId) : IDomainEvent;
