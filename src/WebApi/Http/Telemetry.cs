using System.Diagnostics;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Infrastructure;
using IPNetwork = System.Net.IPNetwork;

namespace RealTimeForum.WebApi.Http;

/// <summary>What the forum counts, for those whom the settings name; without any nobody counts.</summary>
internal static class Telemetry
{
    /// <summary>A proxy that is not among <c>Forum:Proxies</c> would lend its own address to everybody behind it.</summary>
    private static readonly string[] Forwarding = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via"];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        // Known before the settings are checked: which services there are depends on them.
        var isScraped = builder.Configuration.GetSection("Forum:Metrics:From").GetChildren().Any();
        var isSent = Uri.TryCreate(builder.Configuration["Forum:Telemetry:Otlp"], UriKind.Absolute, out var otlp);
        if (!isScraped && !isSent) return;

        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("realtimeforum"));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(ForumMeter.Name, "Microsoft.AspNetCore.Hosting", "System.Runtime");
            if (isScraped) metrics.AddPrometheusExporter();
            if (isSent) metrics.AddOtlpExporter(exporter => exporter.Endpoint = otlp!);
        });
        if (!isSent) return;
        telemetry.WithTracing(traces => traces
            .AddAspNetCoreInstrumentation(requests =>
            {
                // A socket is no request that ends.
                requests.Filter = context => !context.Request.Path.StartsWithSegments("/ws", StringComparison.OrdinalIgnoreCase);
                requests.EnrichWithHttpResponse = (activity, _) => HideAddress(activity);
                requests.EnrichWithException = (activity, _) => HideAddress(activity);
            })
            .AddOtlpExporter(exporter => exporter.Endpoint = otlp!));
    }

    /// <summary>Goes after the proxies are known and before everything that answers.</summary>
    public static void UseMetrics(this WebApplication app)
    {
        var from = app.Services.GetRequiredService<IOptions<ForumOptions>>().Value.Metrics.From.Select(TrustedProxies.NetworkOf).ToArray();
        if (from.Length > 0) app.UseOpenTelemetryPrometheusScrapingEndpoint(context => IsAsked(context.Request) && MayRead(context, from));
    }

    private static bool IsAsked(HttpRequest request) => HttpMethods.IsGet(request.Method) && request.Path == "/metrics";

    private static bool MayRead(HttpContext context, IPNetwork[] from)
    {
        if (context.Connection.RemoteIpAddress is not { } address || Array.Exists(Forwarding, context.Request.Headers.ContainsKey)) return false;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return Array.Exists(from, network => network.Contains(address));
    }

    /// <summary>Addresses hold invites' codes and the like; the route says enough.</summary>
    private static void HideAddress(Activity activity)
    {
        activity.SetTag("url.path", null);
        activity.SetTag("url.query", null);
    }
}
