using Microsoft.Extensions.Options;
using RealTimeForum.Domain.Common;
using RealTimeForum.Infrastructure;

namespace RealTimeForum.WebApi.Http;

/// <summary>Another site's page must not act with a visitor's cookie.</summary>
internal static class SameOrigin
{
    private static readonly Error Foreign = new("auth.foreign_origin", "This request came from another site.", ErrorKind.Forbidden);

    public static IApplicationBuilder UseSameOrigin(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var request = context.Request;
        var changesState = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method) && !HttpMethods.IsConnect(request.Method);
        if (changesState && request.Cookies.ContainsKey(SessionCookie.NameIn(request)) && IsForeign(context))
        {
            await Problems.From(Foreign).ExecuteAsync(context);
            return;
        }
        await next(context);
    });

    /// <summary>Whether the page that asks is of this site: scheme, host and port as the request came, or the public address of the settings.</summary>
    public static bool IsOwn(HttpContext context, string origin)
    {
        var request = context.Request;
        // The header as it came: Request.Host spells a name of another script in its letters, an Origin never does, and a broken one can't be spelled.
        if (string.Equals(origin, $"{request.Scheme}://{request.Headers.Host}", StringComparison.OrdinalIgnoreCase)) return true;
        var publicUrl = context.RequestServices.GetRequiredService<IOptions<ForumOptions>>().Value.PublicUrl;
        return publicUrl is not null && string.Equals(origin, publicUrl.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsForeign(HttpContext context)
    {
        var headers = context.Request.Headers;
        var origin = headers.Origin.ToString();
        return (origin.Length > 0 && !IsOwn(context, origin)) || string.Equals(headers["Sec-Fetch-Site"], "cross-site", StringComparison.OrdinalIgnoreCase);
    }
}
