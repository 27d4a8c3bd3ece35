using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Ports;

/// <summary>How many messages a person may send in a while, whichever door they come through.</summary>
public interface IMessageLimit
{
    /// <returns>Null, or <c>request.too_many</c> with the seconds to wait.</returns>
    Error? Take(UserId user);
}
