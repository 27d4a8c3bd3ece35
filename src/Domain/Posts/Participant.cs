using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Posts;

/// <summary>Who acts in the forum, and whether as one of those who keep order.</summary>
public readonly record struct Participant(UserId UserId, bool IsStaff)
{
    public bool MayChange(UserId author) => IsStaff || UserId == author;
}
