using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Clients;

internal static class BlockSpecifications
{
    /// <summary>Those whom somebody blocked, and those who blocked them.</summary>
    public static IQueryable<UserId> ApartFrom(this IReadDb db, UserId user) =>
        db.Blocks.Where(block => block.Blocker == user || block.Blocked == user).Select(block => block.Blocker == user ? block.Blocked : block.Blocker);
}
