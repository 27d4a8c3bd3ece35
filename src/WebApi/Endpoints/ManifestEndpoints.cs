using Microsoft.Net.Http.Headers;
using RealTimeForum.Application.Ports;

namespace RealTimeForum.WebApi.Endpoints;

/// <summary>What the forum is called where somebody installs it: as its administrators named it, in the browser's language.</summary>
internal static class ManifestEndpoints
{
    public static void MapManifest(this IEndpointRouteBuilder app) => app.MapMethods("/manifest.webmanifest", [HttpMethods.Get, HttpMethods.Head], Manifest).ExcludeFromDescription();

    private static IResult Manifest(HttpContext http, IForumSettings settings)
    {
        var isRussian = http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1).FirstOrDefault()?.Value.StartsWith("ru", StringComparison.OrdinalIgnoreCase) == true;
        var forum = settings.Current;
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.Vary = HeaderNames.AcceptLanguage;
        return Results.Json(
            new
            {
                Name = forum.Name,
                Short_name = forum.Name,
                Description = forum.Description,
                Id = "/",
                Start_url = "/",
                Scope = "/",
                Display = "standalone",
                Lang = isRussian ? "ru" : "en",
                Background_color = "#f6f6f8",
                Theme_color = "#f6f6f8",
                Icons = new[]
                {
                    new { Src = "/icon-192.png", Sizes = "192x192", Type = "image/png", Purpose = "any" },
                    new { Src = "/icon-512.png", Sizes = "512x512", Type = "image/png", Purpose = "any" },
                    new { Src = "/icon-maskable.png", Sizes = "512x512", Type = "image/png", Purpose = "maskable" },
                    new { Src = "/favicon.svg", Sizes = "any", Type = "image/svg+xml", Purpose = "any" },
                },
                Shortcuts = new[]
                {
                    new { Name = isRussian ? "Чаты" : "Chats", Url = "/chats" },
                    new { Name = isRussian ? "Новая запись" : "New post", Url = "/posts/new" },
                },
            },
            contentType: "application/manifest+json");
    }
}
