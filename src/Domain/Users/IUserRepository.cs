namespace RealTimeForum.Domain.Users;

public interface IUserRepository
{
    /// <returns>Null also for who erased their account: what they asked for just before comes too late.</returns>
    ValueTask<User?> FindAsync(UserId id, CancellationToken cancellationToken);

    void Add(User user);
}
