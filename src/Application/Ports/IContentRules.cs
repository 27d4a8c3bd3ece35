namespace RealTimeForum.Application.Ports;

/// <summary>What the forum's settings say of words and links in what is written for everyone.</summary>
public interface IContentRules
{
    /// <summary>Links of accounts younger than this wait for a moderator; zero holds none.</summary>
    TimeSpan HoldLinksFor { get; }

    Verdict Judge(string text);
}

/// <param name="Text">With its masked words starred out.</param>
/// <param name="Refused">The first word that may not be used; null where there is none.</param>
/// <param name="Held">The first word for which the text waits for a moderator; null where there is none.</param>
public sealed record Verdict(string Text, string? Refused, string? Held);
