using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using RealTimeForum.Domain.Common;
using RealTimeForum.Infrastructure;
using RealTimeForum.Infrastructure.Realtime;

namespace RealTimeForum.WebApi.Http;

/// <summary>Requests a minute: a person's own, or an address's without an account. Pages and their files are not counted.</summary>
internal static class RateLimits
{
    public const string SignUps = "sign-ups";

    private static readonly Error TooMany = new("request.too_many", "Too many requests. Wait a moment.", ErrorKind.TooMany);

    public static void AddForumRateLimits(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
        {
            var limits = LimitsOf(http);
            if (!limits.Enabled || !http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)) return RateLimitPartition.GetNoLimiter("");
            return http.Features.Get<SignedInUser>() is { } user
                ? Window($"user {user.UserId.Value}", limits.RequestsPerMinute, TimeSpan.FromMinutes(1))
                : Window($"address {AddressOf(http)}", limits.AnonymousRequestsPerMinute, TimeSpan.FromMinutes(1));
        });
        limiter.AddPolicy(SignUps, http => LimitsOf(http) is { Enabled: true } limits
            ? Window($"sign-up {AddressOf(http)}", limits.SignUpsPerHour, TimeSpan.FromHours(1))
            : RateLimitPartition.GetNoLimiter(""));
        limiter.OnRejected = async (context, _) =>
        {
            var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
            await Problems.From(TooMany with { RetryAfterSeconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) }).ExecuteAsync(context.HttpContext);
        };
    });

    public static void UseForumRateLimits(this IApplicationBuilder app) => app.UseRateLimiter();

    private static RateLimitPartition<string> Window(string key, int permits, TimeSpan window) =>
        RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions { PermitLimit = permits, Window = window, SegmentsPerWindow = 12 });

    private static RateLimitOptions LimitsOf(HttpContext http) => http.RequestServices.GetRequiredService<IOptions<ForumOptions>>().Value.RateLimits;

    private static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";
}
