namespace RealTimeForum.Domain.Administration;

/// <summary>How the forum was doing at one moment.</summary>
/// <param name="Online">People with a live connection.</param>
/// <param name="Sockets">Live connections on this node.</param>
/// <param name="DatabaseBytes">Of the database's files.</param>
public sealed record Sample(DateTimeOffset At, int People, int Online, int Posts, int Comments, int Messages, int Sockets, long DatabaseBytes);
