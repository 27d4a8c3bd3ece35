using System.Net.Sockets;
using System.Threading.RateLimiting;
using RealTimeForum.Domain.Common;
using RealTimeForum.Infrastructure.Administration;
using RealTimeForum.Infrastructure.Realtime;

namespace RealTimeForum.WebApi.Http;

/// <summary>
/// Requests a minute: a person's own, or an address's without an account; and an API token's besides. Pages and their files are not counted.
/// A limit that an administrator changed is another partition: it holds from the next request on.
/// </summary>
internal static class RateLimits
{
    public const string SignUps = "sign-ups";
    public const string Mails = "mails";

    private const int MailsPerHour = 20;

    private static readonly Error TooMany = new("request.too_many", "Too many requests. Wait a moment.", ErrorKind.TooMany);

    public static void AddForumRateLimits(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(http =>
                !IsCounted(http) ? RateLimitPartition.GetNoLimiter("")
                : http.Features.Get<SignedInUser>() is { } user ? Window($"user {user.UserId.Value}", LimitsOf(http).Current.RequestsPerMinute, TimeSpan.FromMinutes(1))
                : Window($"address {AddressOf(http)}", LimitsOf(http).Current.AnonymousRequestsPerMinute, TimeSpan.FromMinutes(1))),
            PartitionedRateLimiter.Create<HttpContext, string>(http =>
                IsCounted(http) && http.Features.Get<SignedInUser>() is { IsApiToken: true } token
                    ? Window($"token {token.SessionId.Value}", LimitsOf(http).Current.TokenRequestsPerMinute, TimeSpan.FromMinutes(1))
                    : RateLimitPartition.GetNoLimiter("")));
        limiter.AddPolicy(SignUps, http => AnHour(http, "sign-up", LimitsOf(http).Current.SignUpsPerHour));
        limiter.AddPolicy(Mails, http => AnHour(http, "mail", MailsPerHour));
        limiter.OnRejected = async (context, _) =>
        {
            var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
            await Problems.From(TooMany with { RetryAfterSeconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) }).ExecuteAsync(context.HttpContext);
        };
    });

    public static void UseForumRateLimits(this IApplicationBuilder app) => app.UseRateLimiter();

    private static bool IsCounted(HttpContext http) => LimitsOf(http).AreLimitsOn && http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    private static RateLimitPartition<string> AnHour(HttpContext http, string what, int permits) =>
        LimitsOf(http).AreLimitsOn ? Window($"{what} {AddressOf(http)}", permits, TimeSpan.FromHours(1)) : RateLimitPartition.GetNoLimiter("");

    private static RateLimitPartition<string> Window(string key, int permits, TimeSpan window) => RateLimitPartition.GetSlidingWindowLimiter(
        $"{key} {permits}", _ => new SlidingWindowRateLimiterOptions { PermitLimit = permits, Window = window, SegmentsPerWindow = 12 });

    private static SettingsBoard LimitsOf(HttpContext http) => http.RequestServices.GetRequiredService<SettingsBoard>();

    /// <summary>Whoever has one address of IPv6 has the 2^64 beside it too: they count as one.</summary>
    private static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress switch
    {
        null => "",
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } address => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        { IsIPv4MappedToIPv6: true } address => address.MapToIPv4().ToString(),
        var address => address.ToString(),
    };
}
