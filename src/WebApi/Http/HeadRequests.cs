namespace RealTimeForum.WebApi.Http;

internal static class HeadRequests
{
    private static readonly string[] Readable = ["/api", "/health", "/openapi"];

    /// <summary>Goes before routing: HEAD is answered as GET, and the server leaves the body out by itself.</summary>
    public static IApplicationBuilder UseHeadRequests(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (HttpMethods.IsHead(context.Request.Method) && Array.Exists(Readable, start => context.Request.Path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase)))
            context.Request.Method = HttpMethods.Get;
        return next(context);
    });
}
