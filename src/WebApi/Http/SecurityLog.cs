using Microsoft.AspNetCore.Http.Metadata;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Realtime;

namespace RealTimeForum.WebApi.Http;

/// <summary>Whose account an attempt to sign in was about.</summary>
internal sealed record TriedAccount(UserId UserId);

/// <summary>Writes down what is done to accounts, and what is tried by somebody who may not: the route and who, never what was sent. It stands behind the limits, so that nobody fills the log with it.</summary>
internal static partial class SecurityLog
{
    public static IApplicationBuilder UseSecurityLog(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("RealTimeForum.Security");
        return app.Use(async (context, next) =>
        {
            await next(context);
            if (!IsOfAccounts(context) && !IsRefused(context)) return;
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
            var user = context.Features.Get<SignedInUser>()?.UserId ?? context.Features.Get<TriedAccount>()?.UserId;
            logger.Happened(context.Request.Method, route, context.Response.StatusCode, user?.Value, context.Connection.RemoteIpAddress?.ToString());
        });
    }

    private static bool IsOfAccounts(HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method) && context.GetEndpoint()?.Metadata.GetMetadata<ITagsMetadata>()?.Tags.Contains("Accounts", StringComparer.Ordinal) is true;

    /// <summary>A visitor who is asked to sign in is none.</summary>
    private static bool IsRefused(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status403Forbidden || (context.Response.StatusCode == StatusCodes.Status401Unauthorized && ForumAuthentication.TokenOf(context.Request) is not null);

    [LoggerMessage(4003, LogLevel.Information, "{Method} {Route} was answered with {Status} to {UserId} at {Address}")]
    private static partial void Happened(this ILogger logger, string method, string route, int status, Guid? userId, string? address);
}
