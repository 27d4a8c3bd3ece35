namespace RealTimeForum.Domain.Common;

/// <summary>Markdown as written, with the safe HTML it was rendered to when it was written.</summary>
public sealed record Markup(string Source, string Html);
