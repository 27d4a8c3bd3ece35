using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Infrastructure;

namespace RealTimeForum.WebApi.Http;

/// <summary>
/// <c>"3-…"</c>: the version that was edited, then a digest of everything that is shown. <c>If-None-Match</c> compares the whole,
/// <c>If-Match</c> only the version, so that somebody's reaction makes nobody's edit stale.
/// </summary>
internal static class EntityTags
{
    /// <summary>Puts the tag on the answer; readers may keep it, and must ask whether it still holds.</summary>
    public static string SetTag(this HttpResponse response, int version, object shown)
    {
        var tag = Of(version, JsonSerializer.SerializeToUtf8Bytes(shown, shown.GetType(), WebJson.Options));
        response.SetTag(tag);
        return tag;
    }

    public static void SetTag(this HttpResponse response, string tag)
    {
        response.Headers.ETag = tag;
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = "Cookie, Authorization";
    }

    /// <param name="version">Null where nothing is edited by it.</param>
    public static string Of(int? version, ReadOnlySpan<byte> shown)
    {
        var digest = SHA256.HashData(shown);
        return string.Create(CultureInfo.InvariantCulture, $"\"{version ?? 0}-{Base64Url.EncodeToString(digest.AsSpan(0, 12))}\"");
    }

    public static bool HasSeen(this HttpRequest request, string tag)
    {
        if (request.Headers.IfNoneMatch.Count == 0) return false;
        if (!EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)) return false;
        var current = EntityTagHeaderValue.Parse(tag);
        return known.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(current, useStrongComparison: false));
    }

    /// <returns>Null where the request doesn't mind which version it changes; a header that makes no sense names no version, and so is always stale.</returns>
    public static SeenVersions? Seen(this HttpRequest request)
    {
        if (request.Headers.IfMatch.Count == 0) return null;
        if (!EntityTagHeaderValue.TryParseList(request.Headers.IfMatch, out var tags)) return new SeenVersions([]);
        return tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any)) ? null : new SeenVersions([.. tags.Select(VersionIn).OfType<int>()]);
    }

    private static int? VersionIn(EntityTagHeaderValue tag) =>
        tag.Tag.AsSpan().Trim('"') is var text && text.IndexOf('-') is > 0 and var end
        && int.TryParse(text[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
