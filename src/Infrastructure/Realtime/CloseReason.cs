namespace RealTimeForum.Infrastructure.Realtime;

/// <summary>Why the server closes; after <see cref="SessionEnded"/> a client stays away.</summary>
public enum CloseReason
{
    Normal = 1000,
    Binary = 1003,
    TooBig = 1009,
    Stopping = 1012,
    SessionEnded = 4001,
    TooSlow = 4008,
    TooMany = 4029,
}
