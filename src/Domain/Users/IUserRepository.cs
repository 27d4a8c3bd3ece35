namespace RealTimeForum.Domain.Users;

public interface IUserRepository
{
    ValueTask<User?> FindAsync(UserId id, CancellationToken cancellationToken);

    void Add(User user);
}
