using Microsoft.Extensions.Options;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Infrastructure;

namespace RealTimeForum.WebApi.Http;

internal static class PublicReading
{
    /// <summary>Visitors may read this unless <c>Forum:PublicReading</c> is false.</summary>
    public static TBuilder AllowReading<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.AddEndpointFilter(async (context, next) =>
    {
        var services = context.HttpContext.RequestServices;
        return services.GetRequiredService<IOptions<ForumOptions>>().Value.PublicReading || services.GetRequiredService<IActor>().IsSignedIn
            ? await next(context)
            : Problems.From(CommonErrors.NotSignedIn);
    });
}
