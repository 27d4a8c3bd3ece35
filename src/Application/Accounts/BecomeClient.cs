using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>Everyone who is let in gets a chat side, and shows up in people's rosters.</summary>
public sealed class BecomeClient(IClientRepository clients) : IReactTo<UserAdmitted>
{
    public ValueTask ReactAsync(UserAdmitted happened, CancellationToken cancellationToken)
    {
        clients.Add(new Client(happened.UserId, happened.At));
        return ValueTask.CompletedTask;
    }
}
