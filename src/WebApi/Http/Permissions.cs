using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.WebApi.Http;

/// <summary>What an endpoint lets do; the most specific one counts.</summary>
internal sealed record NeedsAct(Act Act);

/// <summary>Endpoints name the act they stand for; who may do it is <see cref="Acts"/>' to say.</summary>
internal static class Permissions
{
    public static TBuilder RequireAct<TBuilder>(this TBuilder builder, Act act)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new NeedsAct(act));

    /// <summary>One act for GET, another for everything else.</summary>
    public static TBuilder RequireActs<TBuilder>(this TBuilder builder, Act read, Act write)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new NeedsAct(
            endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault()?.HttpMethods is ["GET"] ? read : write)));
        return builder;
    }

    public static IApplicationBuilder UsePermissions(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<NeedsAct>() is { Act: var act } && context.RequestServices.GetRequiredService<IActor>().RefusalOf(act) is { } refusal)
        {
            if (refusal.Kind is Domain.Common.ErrorKind.Unauthenticated) context.Response.Headers.WWWAuthenticate = "Bearer";
            await Problems.From(refusal).ExecuteAsync(context);
            return;
        }
        await next(context);
    });
}
