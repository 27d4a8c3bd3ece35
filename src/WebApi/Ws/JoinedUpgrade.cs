using Microsoft.AspNetCore.Http.Features;
using RealTimeForum.Infrastructure.Realtime;

namespace RealTimeForum.WebApi.Ws;

/// <summary>Puts <see cref="JoiningStream"/> under a WebSocket, whether it begins by HTTP/1.1's upgrade or HTTP/2's extended CONNECT.</summary>
internal sealed class JoinedUpgrade(IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect) : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    /// <summary>Null until the connection is a WebSocket.</summary>
    public JoiningStream? Stream { get; private set; }

    public bool IsUpgradableRequest => upgrade is { IsUpgradableRequest: true };

    public bool IsExtendedConnect => connect is { IsExtendedConnect: true };

    public string? Protocol => connect?.Protocol;

    public async Task<Stream> UpgradeAsync() => Stream = new JoiningStream(await upgrade!.UpgradeAsync());

    public async ValueTask<Stream> AcceptAsync() => Stream = new JoiningStream(await connect!.AcceptAsync());

    /// <summary>Stands before the WebSockets' middleware.</summary>
    public static Task SetAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path == "/ws")
        {
            var (upgrade, connect) = (http.Features.Get<IHttpUpgradeFeature>(), http.Features.Get<IHttpExtendedConnectFeature>());
            var joined = new JoinedUpgrade(upgrade, connect);
            http.Features.Set(joined);
            if (upgrade is not null) http.Features.Set<IHttpUpgradeFeature>(joined);
            if (connect is not null) http.Features.Set<IHttpExtendedConnectFeature>(joined);
        }
        return next(http);
    }
}
