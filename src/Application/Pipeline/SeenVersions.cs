using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Pipeline;

/// <summary>The versions a request said it had seen (<c>If-Match</c>); an edit of another version is stale.</summary>
public sealed record SeenVersions(IReadOnlyList<int> Versions)
{
    public static Error? Refusal(SeenVersions? seen, int current) => seen is null || seen.Versions.Contains(current) ? null : CommonErrors.Stale;
}
