namespace RealTimeForum.Domain.Common;

/// <summary>Markdown as written, with what it was rendered to when it was written: safe HTML, and its beginning as plain text on one line.</summary>
public sealed record Markup(string Source, string Html, string Excerpt)
{
    /// <summary>UTF-16 units of an excerpt, without its ellipsis.</summary>
    public const int ExcerptLength = 200;
}
