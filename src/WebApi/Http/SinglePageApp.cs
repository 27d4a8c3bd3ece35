namespace RealTimeForum.WebApi.Http;

/// <summary>Serves what Vite built. Pages of the app are all the same file; unknown paths of the API are not pages.</summary>
internal static class SinglePageApp
{
    private static readonly string[] NotPages = ["/api", "/ws", "/health", "/openapi", "/metrics", "/docs", "/assets", "/uploads"];

    public static void AddStaticFiles(this WebApplicationBuilder builder)
    {
        // Its catch-all route would take every unknown path, and answer 405 where there is nothing.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        // Started from a build's output the files lie where only this list says; without it they would be served empty.
        var list = Path.Combine(AppContext.BaseDirectory, builder.Environment.ApplicationName + ".staticwebassets.runtime.json");
        if (!File.Exists(list)) return;
        builder.WebHost.UseStaticWebAssets();
    }

    /// <summary>Goes before routing: a page's address becomes the one file's.</summary>
    public static IApplicationBuilder UseSinglePageApp(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var path = context.Request.Path;
        var reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (path.StartsWithSegments("/assets", StringComparison.Ordinal))
        {
            context.Response.OnStarting(() =>
            {
                if (context.Response.StatusCode is 200 or 304) context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                return Task.CompletedTask;
            });
        }
        else if (reads && !IsPost(path) && !IsFile(path) && !Array.Exists(NotPages, start => path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase)))
        {
            context.Request.Path = "/index.html";
        }
        return next(context);
    });

    /// <summary>The app's files lie at the root or under /assets; farther down a dot is part of somebody's name.</summary>
    private static bool IsFile(PathString path) => Path.HasExtension(path) && path.Value!.LastIndexOf('/') == 0;

    /// <summary>Its page says what it is about.</summary>
    private static bool IsPost(PathString path) => path.StartsWithSegments("/posts", StringComparison.Ordinal, out var rest) && Guid.TryParseExact(rest.Value.AsSpan().TrimStart('/'), "D", out _);

    public static void MapSinglePageApp(this IEndpointRouteBuilder app) => app.MapStaticAssets();
}
