using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Ports;

namespace RealTimeForum.Infrastructure.Mail;

/// <summary>The public address of the settings; without one, where the program listens. Never what a request's Host says: anybody can say anything there.</summary>
internal sealed class Site(IServer server, IOptions<ForumOptions> options) : ISite
{
    public string Link(string path)
    {
        var address = options.Value.PublicUrl?.ToString() ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost:5080";
        return address.TrimEnd('/') + path;
    }
}
