using Microsoft.AspNetCore.Http.Features;
using RealTimeForum.Infrastructure.Realtime;

namespace RealTimeForum.WebApi.Http;

internal static class BodyLimits
{
    private const long Visitors = 64 * 1024;

    /// <summary>Goes after signing in: nobody holds a mebibyte of memory on each of a thousand connections without an account.</summary>
    public static IApplicationBuilder UseVisitorBodyLimit(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Features.Get<SignedInUser>() is null && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = Visitors;
        return next(context);
    });
}
