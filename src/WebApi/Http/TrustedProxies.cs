using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using RealTimeForum.Infrastructure;
using IPNetwork = System.Net.IPNetwork;

namespace RealTimeForum.WebApi.Http;

internal static class TrustedProxies
{
    /// <summary>Believes <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> from the proxies of the settings, and from nobody else.</summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<IOptions<ForumOptions>>().Value.Proxies;
        if (proxies.Count == 0) return;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All & ~ForwardedHeaders.XForwardedPrefix };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies) options.KnownIPNetworks.Add(NetworkOf(proxy));
        app.UseForwardedHeaders(options);
    }

    /// <param name="entry">Of the settings; an address is a network of one.</param>
    public static IPNetwork NetworkOf(string entry) =>
        entry.Contains('/', StringComparison.Ordinal) ? IPNetwork.Parse(entry) : new IPNetwork(IPAddress.Parse(entry), entry.Contains(':', StringComparison.Ordinal) ? 128 : 32);

    /// <returns>The entries that are neither an address nor a network.</returns>
    public static IEnumerable<string> Wrong(IEnumerable<string> proxies) => proxies.Where(proxy => !IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _));
}
