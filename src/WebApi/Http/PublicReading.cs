using Microsoft.Extensions.Options;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Infrastructure;

namespace RealTimeForum.WebApi.Http;

internal static class PublicReading
{
    /// <summary>Visitors may read this unless <c>Forum:PublicReading</c> is false.</summary>
    public static TBuilder AllowReading<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.AddEndpointFilterFactory((made, next) =>
            made.ApplicationServices.GetRequiredService<IOptions<ForumOptions>>().Value.PublicReading
                ? next
                : async context => context.HttpContext.RequestServices.GetRequiredService<IActor>().IsSignedIn ? await next(context) : Problems.From(CommonErrors.NotSignedIn));
}
