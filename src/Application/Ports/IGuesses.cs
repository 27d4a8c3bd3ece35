namespace RealTimeForum.Application.Ports;

/// <summary>Wrong passwords where no account can keep count of them, slowed down as those of an account are: names that nobody has, and passwords that somebody signed in is asked for again.</summary>
public interface IGuesses
{
    /// <returns>Null, or when the next attempt is looked at again.</returns>
    DateTimeOffset? SlowedUntil(string what);

    void Failed(string what);

    void Succeeded(string what);
}
